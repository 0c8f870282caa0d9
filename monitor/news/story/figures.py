"""Text -> the numbers that two tellers of one event share, in whatever language they write."""

import re
import unicodedata

from monitor.news.model import Article

LEAD = 6  # blocks; what an event is counted in stands early
MOST = 20

_FIGURE = re.compile(
    r"(?P<number>[$€£¥]?(?P<digits>\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2}(?!\d))?))"
    r"(?P<unit>\s?%|[ \u00a0][^\W\d_\u3040-\uffff]{2,12}\b|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{1,2})?"
)


def figures(article: Article) -> tuple[str, ...]:
    """Return the digits of the numbers in headline and lead, grouping and decimal marks out."""
    lead = "\n".join((article.title, *(block.text for block in article.blocks[:LEAD])))
    return tuple(figures_in(lead))[:MOST]


def figures_in(text: str) -> dict[str, str]:
    """Return the numbers that say something, digits -> as written, with what they count.

    Years, and numbers under 10, are equal by chance.
    """
    found: dict[str, str] = {}
    for match in _FIGURE.finditer(unicodedata.normalize("NFKC", text)):
        digits = re.sub(r"\D", "", match["digits"])
        if 2 <= len(digits) <= 12 and not _is_year(digits):
            found.setdefault(digits, match[0].strip())
    return found


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in {"19", "20"}
