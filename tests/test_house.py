"""The house stays one that a newcomer can read."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 400
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base"}


def python_files() -> list[Path]:
    return [file for room in ("monitor", "tests") for file in (ROOT / room).rglob("*.py")]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in python_files()}
    assert not {file.name: count for file, count in lengths.items() if count > LONGEST_FILE}


def test_no_module_is_named_after_nothing() -> None:
    assert not [file for file in python_files() if file.stem in FORBIDDEN_NAMES]


def test_every_room_stands_in_the_map() -> None:
    told = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {path.stem for path in (ROOT / "monitor").iterdir() if not path.name.startswith("_")}
    rooms |= {
        path.stem for path in (ROOT / "monitor" / "news").iterdir() if not path.name.startswith("_")
    }
    assert not {room for room in rooms if room not in told}


def test_only_the_fixed_names_stand_at_the_top() -> None:
    allowed = {
        "pyproject.toml",
        "monitor",
        "config.toml",
        "tests",
        "README.md",
        ".ci",
        ".gitignore",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "LICENSE",
    }
    made_by_tools = {".git", ".venv", "build", "dist"}
    found = {path.name for path in ROOT.iterdir()} - made_by_tools
    found = {name for name in found if not name.endswith(("_cache", ".egg-info"))}
    # what `monitor run` leaves beside the configuration it is started with
    found = {name for name in found if not name.startswith("monitor.db")}
    assert found - {".hypothesis"} <= allowed
