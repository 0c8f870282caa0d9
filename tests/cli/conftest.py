"""An office at work, for the commands that look at what it did."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli import monitor


@pytest.fixture
def worked(newsroom: Any, office: Any) -> Any:
    """An office that has polled one flagged and one quiet article."""
    today = format_datetime(datetime.now(UTC))
    title = "Amazon shuts its AI lab in Shanghai"
    newsroom.publish_feed("/feed", [("/lab", title, today), ("/quiet", "Bridges painted", today)])
    newsroom.publish(
        "/lab",
        f"<article><h1>{title}</h1><p>Amazon is closing its artificial intelligence research lab "
        "in Shanghai, and a dozen researchers will be offered posts elsewhere.</p></article>",
    )
    newsroom.publish(
        "/quiet",
        "<article><h1>Bridges painted</h1><p>The council has repainted eleven bridges before "
        "the summer, an engineer told the newspaper on Monday.</p></article>",
    )
    once = CliRunner().invoke(monitor, ["once", "--json", "--config", str(office.config)])
    assert once.exit_code == 0
    return office


@pytest.fixture
def ask(worked: Any) -> Callable[..., Result]:
    """Return what runs a command on the office's configuration, standard output and error apart."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(monitor, [*arguments, "--config", str(worked.config)])

    return run
