"""A problem's path leads to the line that its owner has to change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.lines import Lines

TEXT = """\
database = "monitor.db"
[fetch]
pause = "1s"

[[source]]
name = "The Register. (UK)"
url = "https://a.test/feed"
[[source]]
name = "B"
url = "https://b.test/feed"   # every = "1m" is too often
select = { link = "h3 a", titel = "b" }

[[topic]]
name = "labs"
[topic.organisations]
remove = ["Philips"]
[[topic.organisations.add]]
name = "Acme"
[[topic.organisations.add]]
name = "Bolt"
aliases = [
  "the",
]
[topic.events]
closure.add = ["shut"]
[[topic]]
name = "chips"
query = "chip*"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("database", 1),
        ("fetch.pause", 3),
        ("fetch.contact", 2),
        ("source[1] (The Register. (UK)).url", 7),
        ("source[2] (B).url", 10),
        ("source[2] (B).every", 8),
        ("source[2] (B).select.titel", 11),
        ("topic[1] (labs).organisations.remove", 16),
        ("topic[1] (labs).organisations.add[2].aliases", 21),
        ("topic[1] (labs).organisations.add[1].home", 17),
        ("topic[1] (labs).events.closure.add", 25),
        ("topic[2] (chips).query", 28),
        ("channel[1] (mail).kind", None),
        ("(file)", None),
    ],
)
def test_a_path_leads_to_its_line(path: str, line: int | None) -> None:
    assert Lines(TEXT).of(path) == line


@given(st.text(), st.text())
def test_any_path_in_any_text_has_a_line_of_it_or_none(text: str, path: str) -> None:
    line = Lines(text).of(path)
    assert line is None or 1 <= line <= len(text.splitlines())
