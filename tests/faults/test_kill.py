"""A short run of ``kill.py``: nothing is lost, no copy is unmarked, and a bot repeats nothing."""

import os
import subprocess
import sys
from pathlib import Path

NOTHING_LOST = ("bot\t0\t0\t0", "webhook\t0\t", "smtp\t0\t")


def test_messages_survive_kills_cut_replies_and_rate_limits() -> None:
    done = subprocess.run(
        [
            sys.executable,
            str(Path(__file__).with_name("kill.py")),
            "--stories",
            "25",
            "--kills",
            "5",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    for start in NOTHING_LOST:
        assert any(line.startswith(start) for line in lines), done.stdout
    assert all(line.endswith("\t0") for line in lines[2:])
