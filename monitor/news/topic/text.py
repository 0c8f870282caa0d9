"""Article -> one folded text with its blocks and sentences."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from monitor.news.model import Article, Evidence, Role
from monitor.news.sentences import sentence_spans
from monitor.news.topic.folding import Folded, fold

# No story is longer; what stands behind is not judged, and the verdict says so.
LONGEST = 120_000
LONGEST_TITLE = 1000


class Sentence(NamedTuple):
    """A sentence by its offsets in the folded text; block -1 is the title."""

    number: int
    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """Title and blocks joined by line ends, folded."""

    article: Article
    folded: Folded
    starts: tuple[int, ...]  # of title and blocks in the joined text
    cut: bool  # the article goes on

    def sentences(self) -> Iterator[Sentence]:
        """Yield the title and every sentence of the blocks, in order."""
        text = self.folded.shape
        first, *rest = self.starts
        ends = (*(start - 1 for start in rest), len(text))
        number = 0
        if ends[0] > first:
            yield Sentence(0, -1, first, ends[0])
            number = 1
        for block, (start, end) in enumerate(zip(rest, ends[1:], strict=True)):
            for left, right in sentence_spans(text[start:end]):
                yield Sentence(number, block, start + left, start + right)
                number += 1

    def evidence(self, start: int, end: int, role: Role) -> Evidence | None:
        """Return a span as evidence in the original text; None where it leaves its block."""
        block = bisect_right(self.starts, start) - 2
        source = self.article.title if block < 0 else self.article.blocks[block].text
        offset = self._origin(block)
        left, right = (at - offset for at in self.folded.original(start, end))
        if left < 0 or right > len(source) or right <= left:
            return None
        return Evidence("title" if block < 0 else block, left, right, source[left:right], role)

    def original(self, start: int, end: int) -> str:
        """Return the original text of a span of the folded one, blanks trimmed."""
        found = self.evidence(start, end, Role.FIELD)
        return found.text.strip() if found else ""

    def _origin(self, block: int) -> int:
        """Return where title or block begins in the joined original."""
        start = self.starts[block + 1]
        return self.folded.original(start, start)[0]


def join(article: Article) -> Text:
    """Return the article as one text, cut at ``LONGEST`` characters."""
    pieces = [article.title[:LONGEST_TITLE].replace("\n", " ")]
    length = len(pieces[0])
    cut = len(article.title) > LONGEST_TITLE
    for block in article.blocks:
        if length >= LONGEST:
            cut = True
            break
        piece = block.text[: LONGEST - length]
        cut = cut or len(piece) < len(block.text)
        pieces.append(piece)
        length += len(piece) + 1
    folded = fold("\n".join(pieces))
    return Text(article, folded, _starts(pieces, folded), cut)


def _starts(pieces: list[str], folded: Folded) -> tuple[int, ...]:
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece) + 1
    return tuple(map(folded.here, starts))
