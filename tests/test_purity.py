"""The pure room stays pure, whatever a library drags in."""

import subprocess
import sys

EDGES = (
    "aiosmtplib",
    "apscheduler",
    "asyncio",
    "httpcore",
    "httpx",
    "smtplib",
    "sqlite3",
    "sqlite_utils",
    "structlog",
)


def modules_loaded_by(statement: str) -> set[str]:
    script = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(answer.stdout.split())


def test_the_news_room_loads_no_network_and_no_database() -> None:
    loaded = modules_loaded_by("import monitor.news.pipeline")
    assert not loaded & set(EDGES)


def test_the_help_loads_no_room() -> None:
    loaded = modules_loaded_by("from monitor.cli import monitor; monitor.get_help")
    assert not {name for name in loaded if name.startswith("monitor.")} - {
        "monitor.cli",
        "monitor.cli.lazy",
        "monitor.errors",
    }
