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
name = "inline"
facility.add = ["skunkworks"]   # ] } "
field.add = ["embodied",
  'of',
  "of"]
"places".remove = '''
[[topic]]
'''
organisations.add = [
  { name = "Acme", home = "US" },
  { name = "Bolt", home = "Norway", labs = [
    { name = "Bolt Lab", place = "Wuxi" },
    { name = "Bolt Lab 2", place = "Wuxii" }] },
]
[[topic]]
name = "chips"
query = "chip*"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("database", 1),
        ("fetch.pause", 3),
        ("source", 5),
        ("fetch.contact", 2),
        ("source[1] (The Register. (UK)).url", 7),
        ("source[2] (B).url", 10),
        ("source[2] (B).every", 8),
        ("source[2] (B).select.titel", 11),
        ("topic[1] (labs).organisations.remove", 16),
        ("topic[1] (labs).organisations.add[2].aliases", 21),
        ("topic[1] (labs).organisations.add[1].home", 17),
        ("topic[1] (labs).events.closure.add", 25),
        ("topic[2] (inline).facility.add", 28),
        ("topic[2] (inline).field.add", 29),
        ("topic[2] (inline).field", 29),
        ("topic[2] (inline).places.remove", 32),
        ("topic[2] (inline).organisations.add[2].home", 37),
        ("topic[2] (inline).organisations.add[2].owner", 37),
        ("topic[2] (inline).organisations.add[2].labs[2].place", 39),
        ("topic[3] (chips).query", 43),
        ("channel[1] (mail).kind", None),
        ("(file)", None),
    ],
)
def test_a_path_leads_to_its_line(path: str, line: int | None) -> None:
    assert Lines(TEXT).of(path) == line


def test_an_entry_of_a_list_leads_to_its_own_line_the_last_of_several() -> None:
    assert Lines(TEXT).of("topic[2] (inline).field.add", "embodied") == 29
    assert Lines(TEXT).of("topic[2] (inline).field.add", "of") == 31
    assert Lines(TEXT).of("topic[1] (labs).organisations.add[2].aliases", "the") == 22
    assert Lines(TEXT).of("topic[2] (inline).field.add", "elsewhere") == 29


SIGNS = st.text(st.sampled_from("a.b='\"[]{},#\n 1\\"), max_size=40)


@given(st.text() | SIGNS, st.text() | st.sampled_from(["a", "a[1].b", "a.b[1]", "b.a"]), SIGNS)
def test_any_path_in_any_text_has_a_line_of_it_or_none(text: str, path: str, entry: str) -> None:
    line = Lines(text).of(path, entry)
    assert line is None or 1 <= line <= len(text.splitlines())
