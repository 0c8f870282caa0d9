"""The whole program among outlets of our own: is every story told once, and rightly?

    python -m tests.benchmarks.river FILE.jsonl... [--stories 80] [--seed 1] [--keep FOLDER]

Each FILE holds labelled stories, as those of ``tests/evaluation/topic``. A story is published over
simulated days by the outlets that tell it, and copied by others, some of them badly scraped.
``monitor run`` watches all of them on loopback and tells Slack and a mailbox of what it finds.
Prints what was missed, told twice or told wrongly, how right the verdicts are beside those on the
bare texts, and how long the alerts took. It runs for about a second and a half a story.
"""

import argparse
import json
import random
import tempfile
from pathlib import Path

from tests.benchmarks.river.report import report
from tests.benchmarks.river.stories import stories_of, told
from tests.benchmarks.river.watching import watched


def main() -> None:
    """Run the newsroom and print how well it was watched."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", type=Path, nargs="+")
    options.add_argument("--stories", type=int, default=80)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, help="where database, log and messages stay")
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    texts = [file.read_text("utf-8") for file in chosen.files]
    rows = [json.loads(line) for text in texts for line in text.splitlines()]
    tellings = told(stories_of(rows, chosen.stories, chance), chance)
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        report(tellings, folder / "river.db", watched(tellings, folder))


if __name__ == "__main__":
    main()
