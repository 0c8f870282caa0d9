"""The tables, indexes and views, step by step; a step once released is never edited."""

from importlib import resources

from sqlite_utils import Database, Migrations

steps = Migrations("monitor")

FIRST = ("sources", "articles", "stories", "deliveries", "views")


@steps()
def first_release(db: Database) -> None:
    """Create every table and view of the first release (``store/schema/*.sql``)."""
    for name in FIRST:
        file = resources.files("monitor.store").joinpath("schema", f"{name}.sql")
        db.executescript(file.read_text("utf-8"))
