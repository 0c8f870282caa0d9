"""Lists of small words -> patterns that say how two names of a sentence stand to each other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from monitor.news.topic.folding import fold
from monitor.news.topic.gazetteer import Words, gazetteer

Pattern = re.Pattern[str]

# Between Han or kana a blank parts the clauses of a headline.
_BLANK = " (?<=[\u3040-\u9fff] )(?=[\u3040-\u9fff])"

# '设立14年' and 'ra đời 14 năm': behind an event, how long ago it was.
_LONG_AGO = r"[立建设置業业](?:\d{1,2}|[一二两三四五六七八九十]{1,3}) ?(?:年|周年)(?!\d|内|後|后|で|末|底|度|に|起|から|までに)"


@dataclass(frozen=True, slots=True)
class Grammar:
    """Patterns for folded text: some for what stands between two spans, some for what is beside one."""

    clause: Pattern  # between: another clause begins
    of: Pattern  # between, whole: place of research, 'of', owner
    listed: Pattern  # between, whole: two names of one list
    located: Pattern  # between: a place, then what stands there
    sets_up: Pattern  # between: a place, then what somebody does there
    many: Pattern  # before places of research that have a country behind them
    of_country: Pattern  # between, whole: place of research, 'of', country
    possessive: Pattern  # behind an owner
    partner: Pattern  # before a name
    at: Pattern  # before a place
    apart: Pattern  # between a place and what does not stand there
    where: Pattern  # before a place
    occasion: Pattern  # before a place
    office: Pattern  # behind a place
    by: Pattern  # before a name
    whose: Pattern  # between an owner and what is its own
    own: Pattern  # between an owner and what is its own
    here: Pattern  # behind a place
    settles: Pattern  # behind a place that stands behind what settles there
    based: Pattern  # behind a place
    dateline: Pattern  # behind a place
    said: Pattern  # behind a name
    title: Pattern  # before a name
    country_behind: Pattern  # directly behind a place of research
    host: Pattern  # before a name
    parent: Pattern  # behind a name
    parent_of: Pattern  # before a name
    cited: Pattern  # before a name
    company: Pattern  # a place that is a firm
    ally: Pattern  # before a name
    beside: Pattern  # before a name
    that: Pattern  # between, its end: a place of research, and who does something with it
    university: Pattern  # behind the place in its name
    university_of: Pattern  # before the place in its name
    university_at: Pattern  # before a place that no list knows, in its name
    han_name: Pattern  # a name, with what begins behind it
    no_name: Pattern  # the beginning of what is no name
    worked: Pattern  # behind a name
    recalled: Pattern  # beside an event
    relative: Pattern  # before an event: the clause it stands in tells more of what was named
    done: Pattern  # from an event on: what it is told of stands behind it
    appoints: Pattern  # between a name and the place of research that somebody is to lead
    of_city: Pattern  # in a sentence: it tells of the place around
    there: Pattern  # in a sentence: at the place that was named before
    studied: Pattern  # beside a university
    once: Pattern  # in a sentence on somebody's past
    wanted: Pattern  # in a sentence: a market asks for the field
    uses: Pattern  # in a sentence: the company is a user
    none: Pattern  # before a place of research
    market: Pattern  # behind a field
    sells: Pattern  # between a name and the places of research of its customers
    goes_on: Pattern  # in a sentence: it goes on about what was told before


@cache
def grammar() -> Grammar:
    """Return the patterns of the packaged lists; compiles them on the first call."""
    words = gazetteer().grammar
    any_of = {name: _alternatives(words, name) for name in words.names()}
    title, part = any_of["title"], any_of["part"]
    named = rf"\s*{any_of['article']}?\s*{title}?\s*$"
    return Grammar(
        clause=re.compile(_alternatives(words, "break", _BLANK)),
        of=re.compile(rf"(?: [\w.-]+)?\s*{any_of['of']}\s*{title}?\s*$"),
        listed=re.compile(
            rf"[\s,、/&+·-]*{any_of['and']}?[\s,、/&·-]*{any_of['next']}?"
            rf"\s*{any_of['administration']}?$"
        ),
        located=re.compile(any_of["located"]),
        sets_up=re.compile(any_of["sets_up"]),
        many=re.compile(rf"{any_of['many']}\s*$"),
        of_country=re.compile(rf"\s*(?:ai)?\s*{any_of['of_country']}\s*"),
        possessive=re.compile(rf"\s*{any_of['possessive']}"),
        partner=re.compile(rf"{any_of['with']}{named}"),
        at=re.compile(rf"{any_of['at']}\s*{part}?[\s']*$"),
        apart=re.compile(any_of["apart"]),
        where=re.compile(rf"{any_of['where']}\s*$"),
        occasion=re.compile(rf"{any_of['occasion']}[^.;。，]{{0,24}}$"),
        office=re.compile(rf"\s?{any_of['office']}"),
        by=re.compile(rf"{any_of['by']}{named}"),
        host=re.compile(rf"{any_of['host']}{named}"),
        parent=re.compile(any_of["parent"]),
        parent_of=re.compile(rf"{any_of['parent_of']}{named}"),
        cited=re.compile(rf"{any_of['cited']}{named}"),
        country_behind=re.compile(rf" (?:ai )?{any_of['country_behind']}"),
        company=re.compile(any_of["company"]),
        ally=re.compile(rf"{any_of['ally']}{named}"),
        beside=re.compile(rf"{any_of['and']}{named}"),
        that=re.compile(rf"{any_of['that']}\s*{title}?\s*(?:groupe |groupe des )?$"),
        whose=re.compile(any_of["whose"]),
        own=re.compile(any_of["own"]),
        here=re.compile(rf"\s*{any_of['here']}"),
        settles=re.compile(rf"[^。、，は的]{{0,8}}?{any_of['settles']}"),
        based=re.compile(any_of["based"]),
        dateline=re.compile(rf"\s*(?:{any_of['dateline']}|\d{{1,2}}月)"),
        said=re.compile(rf"[^.;。]{{0,14}}?{any_of['said']}"),
        there=re.compile(any_of["there"]),
        studied=re.compile(any_of["studied"]),
        once=re.compile(any_of["once"]),
        uses=re.compile(rf"{any_of['refers']}[^.。]{{0,12}}?{any_of['uses']}"),
        none=re.compile(rf"{any_of['none']}[^.,;:。，；]{{0,24}}$"),
        market=re.compile(rf"[\s-]?{any_of['market']}"),
        wanted=re.compile(any_of["wanted"]),
        sells=re.compile(any_of["sells"]),
        of_city=re.compile(any_of["of_city"]),
        goes_on=re.compile(any_of["goes_on"]),
        recalled=re.compile(_alternatives(words, "recalled", _LONG_AGO)),
        relative=re.compile(rf"{any_of['relative']} [^,;]*$"),
        done=re.compile(rf"[^ ,、，。;]{{0,6}}?{any_of['done']}"),
        appoints=re.compile(any_of["appoints"]),
        title=re.compile(rf"{title}\s*$"),
        university=re.compile(rf"\s?{any_of['university']}"),
        university_of=re.compile(
            rf"(?:{any_of['university_of']}|{any_of['institute_of']})\s*(?:the )?$"
        ),
        university_at=re.compile(rf"{any_of['university_of']} "),
        han_name=re.compile(
            rf"([\u4e00-\u9fffA-Za-z·]{{2,12}}?)(?={any_of['han_acts']}|[，,（(、：:])"
        ),
        no_name=re.compile(any_of["no_name"]),
        worked=re.compile(rf"[^。.]{{0,8}}?{any_of['worked']}"),
    )


def _alternatives(words: Words, name: str, *more: str) -> str:
    """Return a group of all forms of a list, the longest first; a form of letters is a whole word.

    Each alternative begins with another letter, so that the engine skips to where one can begin.
    """
    branches: dict[str, set[str]] = {}
    for _, listed in words.get(name):
        for form in listed:
            folded = fold(form).text
            branches.setdefault(folded[0], set()).add(folded[1:])
    return _group([*(_branch(first, rests) for first, rests in branches.items()), *more])


def _branch(first: str, rests: Iterable[str]) -> str:
    """Return the forms that begin with a letter; it is looked behind it whether it begins a word."""
    begun = r"(?<!\w.)" if _spaced(first) else ""
    ends = [
        re.escape(rest) + (r"\b" if _spaced((rest or first)[-1]) else "")
        for rest in sorted(rests, key=lambda rest: (-len(rest), rest))
    ]
    return re.escape(first) + begun + _group(ends)


def _group(alternatives: Iterable[str]) -> str:
    return f"(?:{'|'.join(alternatives)})"


def _spaced(sign: str) -> bool:
    return sign.isalnum() and sign < "\u2e80"
