"""A keyword query with AND, OR, NOT, phrases, open ends and patterns -> where it holds in a text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.news.topic.folding import Folded, fold
from monitor.news.topic.lexicon import HANGUL, LETTERS, edge
from monitor.news.topic.matching import joined
from monitor.news.topic.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from re2 import _Regexp

_TOKEN = re.compile(
    r'\s+|(?P<open>\()|(?P<close>\))|"(?P<phrase>[^"]*)"|/(?P<regex>(?:\\.|[^/\\])+)/|(?P<word>[^\s()"]+)'
)
_DEEPEST = 50
_MOST_TERMS = 2000
_MOST_FOUND = 200  # spans of one term that are kept
_MEMORY = 4 << 20  # bytes for one user pattern
_UNLIKE = (("Bridges", "Cold wind", "Fox jump"), ("明天下雨", "桥刷漆", "他跑步"))  # words apart
_NO_LOOKING = "(?=", "(?!", "(?<=", "(?<!"  # not to be had in linear time


class QueryError(ValueError):
    """A query that can't be read; says where and what is expected."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase, or a pattern between slashes."""

    text: str
    regex: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of the parts or more."""

    parts: tuple["Node", ...]


Node = Term | Not | Every | Some
Span = tuple[int, int]


def parse(query: str) -> Node:
    """Return the query as a tree; raises ``QueryError``.

    Neighbours without an operator are joined by AND, which binds closer than OR.
    """
    parser = _Parser(query, tuple(_tokens(query)))
    node = parser.some(0)
    if parser.at < len(parser.tokens):
        raise QueryError(f"a ')' without its '(' at {parser.where()}")
    if not any(_wanted(node)):
        raise QueryError("it only says what must not be there; name a word to look for")
    if _holds(node, {}):
        raise QueryError("it holds for a text with none of its words; join NOT to the rest by AND")
    _refuse_stop_words(node)
    return node


def _refuse_stop_words(node: Node) -> None:
    """Refuse what 'the' is enough for; raises ``QueryError``."""
    compiled = _compiled(node)
    for text in STOP_WORDS:
        if found := compiled.find(fold(text)):
            words = ", ".join(repr(term.text) for term in found)
            raise QueryError(f"nearly every text holds {words}; add a word that says more")


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A query compiled for many texts."""

    node: Node
    terms: tuple[Term, ...]
    automaton: AhoCorasick | None
    plain: tuple[tuple[int, bool, bool], ...]  # of each pattern: its term, open at left and right
    patterns: tuple[tuple[int, "_Regexp[str]"], ...]

    def find(self, folded: Folded) -> dict[Term, list[Span]] | None:
        """Return the spans of the terms that make the query true, or None where it is not."""
        found = self._found(folded)
        if not _holds(self.node, found):
            return None
        wanted = set(_wanted(self.node))
        return {term: spans for term, spans in found.items() if term in wanted}

    def clauses(self, folded: Folded) -> tuple[tuple[Node, tuple[Term, ...], bool], ...]:
        """Return what the query joins by AND: each with its terms in the text, and whether it holds."""
        found = self._found(folded)
        parts = self.node.parts if isinstance(self.node, Every) else (self.node,)
        return tuple(
            (part, tuple(term for term in _terms(part) if term in found), _holds(part, found))
            for part in parts
        )

    def _found(self, folded: Folded) -> dict[Term, list[Span]]:
        found: dict[Term, list[Span]] = {}
        text = folded.text
        if self.automaton is not None:
            for number, start, end in self.automaton.find_matches_as_indexes(
                text, overlapping=True
            ):
                term, left, right = self.plain[number]
                spans = found.setdefault(self.terms[term], [])
                if len(spans) < _MOST_FOUND and _whole(text, start, end, left=left, right=right):
                    spans.append(_widened(text, start, end, left=left, right=right))
        for term, pattern in self.patterns:
            spans = found.setdefault(self.terms[term], [])
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    spans.append((match.start(), match.end()))
                if len(spans) >= _MOST_FOUND:
                    break
        return {term: spans for term, spans in found.items() if spans}


def compile_query(query: str) -> Query:
    """Return the query ready to search; raises ``QueryError``."""
    return _compiled(parse(query))


def _compiled(node: Node) -> Query:
    terms = tuple(dict.fromkeys(_terms(node)))
    texts: list[str] = []
    plain: list[tuple[int, bool, bool]] = []
    patterns: list[tuple[int, _Regexp[str]]] = []
    for number, term in enumerate(terms):
        inner = term.text.strip("*")
        if term.regex or "*" in inner:
            patterns.append((number, _pattern(term)))
        else:
            texts.append(fold(inner).text)
            plain.append((number, term.text.startswith("*"), term.text.endswith("*")))
    automaton = AhoCorasick(texts, matchkind=MatchKind.Standard) if texts else None
    return Query(node, terms, automaton, tuple(plain), tuple(patterns))


def _pattern(term: Term) -> "_Regexp[str]":
    import re2

    if term.regex:
        source = term.text
    else:
        source = r"[\pL\pN]*".join(re2.escape(part) for part in fold(term.text).text.split("*"))
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    options.case_sensitive = False
    try:
        pattern = re2.compile(source, options)
    except re2.error as error:
        raise QueryError(f"/{term.text}/ is not a pattern: {_words(error, term.text)}") from error
    if pattern.search("") is not None or any(all(map(pattern.search, texts)) for texts in _UNLIKE):
        raise QueryError(f"/{term.text}/ matches everything")
    return pattern


def _words(error: Exception, pattern: str) -> str:
    if any(sign in pattern for sign in _NO_LOOKING):
        return "look-around is not possible; say what must not be there with NOT"
    if re.search(r"\\[1-9]", pattern):
        return "references such as \\1 are not possible"
    told = error.args[0] if error.args else error
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)


def _place(query: str, at: int) -> str:
    """Return where a character of the query stands, in words; ``at`` counts from 0."""
    line, begin = query.count("\n", 0, at) + 1, query.rfind("\n", 0, at) + 1
    several = f"line {line} of the query, " if "\n" in query.strip() else ""
    return f"{several}character {at - begin + 1}"


def _tokens(query: str) -> Iterator[tuple[str, str, int]]:
    at = 0
    while at < len(query):
        match = _TOKEN.match(query, at)
        if match is None:
            raise QueryError(f"a quote that does not end, at {_place(query, at)}")
        at = match.end()
        kind = match.lastgroup
        if kind is not None:
            text = match.group(kind)
            if kind == "word" and text in {"AND", "OR", "NOT"}:
                kind = text
            yield kind, text, match.start()


@dataclass(slots=True)
class _Parser:
    query: str
    tokens: Sequence[tuple[str, str, int]]
    at: int = 0

    def peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    def where(self) -> str:
        end = self.at >= len(self.tokens)
        return "the end" if end else _place(self.query, self.tokens[self.at][2])

    def some(self, depth: int) -> Node:
        parts = [self.every(depth)]
        while self.peek() == "OR":
            self.at += 1
            parts.append(self.every(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def every(self, depth: int) -> Node:
        parts = [self.one(depth)]
        while self.peek() in {"AND", "NOT", "open", "word", "phrase", "regex"}:
            if self.peek() == "AND":
                self.at += 1
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def one(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise QueryError(f"more than {_DEEPEST} levels of parentheses")
        kind = self.peek()
        if kind in {"end", "close", "OR", "AND"}:
            raise QueryError(f"a word, a phrase or '(' is expected at {self.where()}")
        _, text, begin = self.tokens[self.at]
        self.at += 1
        if self.at > _MOST_TERMS * 2:
            raise QueryError(f"more than {_MOST_TERMS} words")
        if kind == "NOT":
            return Not(self.one(depth + 1))
        if kind == "open":
            node = self.some(depth + 1)
            if self.peek() != "close":
                raise QueryError(f"a ')' is expected at {self.where()}")
            self.at += 1
            return node
        try:
            return _term(kind, text)
        except QueryError as error:
            raise QueryError(f"{error} (at {_place(self.query, begin)})") from error


def _term(kind: str, text: str) -> Term:
    if kind == "regex":
        term = Term(text, regex=True)
        _pattern(term)
        return term
    bare = fold(text.strip("*")).text.strip()
    if not bare:
        raise QueryError(f"{text!r} matches everything or nothing")
    if len(bare) == 1 and bare < "\u2e80":
        raise QueryError(f"{text!r} would match nearly everything")
    return Term(" ".join(text.split()))


def _terms(node: Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case Not(part):
            yield from _terms(part)
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _terms(part)


def _wanted(node: Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case Not():
            return
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _wanted(part)


def _holds(node: Node, found: dict[Term, list[Span]]) -> bool:
    match node:
        case Term():
            return node in found
        case Not(part):
            return not _holds(part, found)
        case Every(parts):
            return all(_holds(part, found) for part in parts)
        case Some(parts):
            return any(_holds(part, found) for part in parts)


def _whole(text: str, start: int, end: int, *, left: bool, right: bool) -> bool:
    if start and not left and joined(edge(text[start]), text[start - 1]):
        return False
    last = edge(text[end - 1])
    return end >= len(text) or right or last == HANGUL or not joined(last, text[end])


def _widened(text: str, start: int, end: int, *, left: bool, right: bool) -> Span:
    """Return the whole word that a form with an open end stands for, in scripts with blanks."""
    while left and start and edge(text[start]) == LETTERS and joined(LETTERS, text[start - 1]):
        start -= 1
    while (
        right and end < len(text) and edge(text[end - 1]) == LETTERS and joined(LETTERS, text[end])
    ):
        end += 1
    return start, end
