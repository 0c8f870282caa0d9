"""A text file beside these tests -> its rows: what ``|`` parts, a row a line."""

from pathlib import Path


def columns(name: str) -> list[list[str]]:
    """Return the rows of ``name.txt``."""
    text = Path(__file__).with_name(f"{name}.txt").read_text("utf-8")
    return [line.split("|") for line in text.splitlines()]
