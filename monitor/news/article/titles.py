"""What the head and the headings of a page say -> its headline, without the outlet's name."""

import re
from collections.abc import Sequence

# Between headline, section and outlet; in Chinese and Japanese blanks are rare there.
SEPARATORS = (" | ", " - ", " – ", " — ", "_", " :: ", "｜", " < ")
LONGEST_OUTLET, LONGEST_SECTION = 9, 4  # signs of their names in such a language

_CJK_SEPARATOR = re.compile(
    r"\s*(?:[-_|｜—–]+|[:：](?=[^:：]{2,12}(?:网|網|报|報|新闻|新聞|社|デジタル|ニュース|オンライン)$))\s*"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def headline(
    headings: Sequence[str], stated: str, window: str, outlets: Sequence[str | None]
) -> str:
    """Return the headline: an h1 that agrees with what is stated, else what is stated.

    ``window`` is the text of <title>; ``outlets`` are the names that the page gives its outlet.
    """
    shown = _without_site(_without_leading_outlet(window, headings))
    for heading in headings:
        most_of_it = heading in shown and 2 * len(heading) >= len(shown)
        if heading in stated or (stated and stated in heading) or most_of_it:
            return heading
        if not stated and shown in heading and 2 * len(shown) >= len(heading):
            return shown  # the heading has a kicker before it
    stated = _without_known_outlet(stated, (window, *outlets))
    # an h1 that is in the window's title without being its headline is the outlet's name
    others = (heading for heading in headings if heading not in window)
    return stated or next(others, shown)


def _without_leading_outlet(title: str, headings: Sequence[str]) -> str:
    """Cut the outlet's name, where a heading says it, from before a colon in a window title."""
    for heading in headings:
        rest = title.removeprefix(heading).lstrip()
        if rest[:1] in {":", "：", "»"} and len(rest) > len(heading):
            return rest[1:].strip()
    return title


def _without_site(title: str) -> str:
    """Cut the outlet's name from a window title: it stands last, or first where it is short."""
    if _CJK.search(title):
        return _without_cjk_outlet(title)
    for separator in SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if found:
            return (head if 2 * len(head) >= len(tail) else tail).strip()
    return title


def _without_cjk_outlet(title: str) -> str:
    """Cut outlet and section from a title in Chinese or Japanese: short names at its end.

    Where none stands there, the outlet may stand first.
    """
    marks = list(_CJK_SEPARATOR.finditer(title))
    cut = title
    for mark in reversed(marks):
        head, tail = title[: mark.start()], cut[mark.end() :]
        longest = LONGEST_OUTLET if cut == title else LONGEST_SECTION
        if not head or len(tail) > min(longest, 2 * len(head)):
            break
        cut = head
    if cut == title and marks and marks[0].start() <= LONGEST_OUTLET:
        rest = title[marks[0].end() :]
        return rest if len(rest) > 2 * marks[0].start() else title
    return cut


def _without_known_outlet(title: str, names: Sequence[str | None]) -> str:
    """Cut the outlet's name from a stated headline, where other words of the page end in it too."""
    for separator in SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if found and any(name and name != title and name.endswith(tail) for name in names):
            return head.strip()
    return title
