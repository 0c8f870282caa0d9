"""The tables of config.toml that belong to no room: what they may hold."""

import re
from datetime import timedelta
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from monitor.alert.settings import shaped
from monitor.suggestion import nearest

UNITS = {"ms": "milliseconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
DURATION = re.compile(r"(\d{1,9})(ms|s|m|h|d)")
LONGEST = timedelta(days=366)
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # of a language
UNFIT = frozenset(' \t\r\n\\<>"')  # in an address

# ISO 639-1
LANGUAGES = tuple(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu
    hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb
    lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om
    or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()
)


def parse_duration(value: object) -> timedelta:
    """Read '30s', '15m', '12h' or '2d'; raises ``ValueError`` on anything else."""
    if isinstance(value, str) and (found := DURATION.fullmatch(value)):
        duration = timedelta(**{UNITS[found[2]]: int(found[1])})
        if timedelta() < duration <= LONGEST:
            return duration
    raise ValueError("a duration such as '30s', '15m', '12h' or '2d' is expected, at most a year")


def known_zone(value: object) -> str:
    """Return the name of a time zone that exists; raises ``ValueError`` with the nearest name."""
    name = str(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        hint = nearest(name, available_timezones(), cutoff=0.5)
        told = f"no such time zone, a name like 'Asia/Shanghai' is expected{hint}"
        raise ValueError(told) from error
    return name


def known_selector(value: str) -> str:
    """Return a CSS selector that can be used; raises ``ValueError``."""
    try:
        LexborHTMLParser("").css(value)
    except SelectolaxError as error:
        raise ValueError("no CSS selector, one such as 'h3 a' is expected") from error
    return value


def known_language(value: str) -> str:
    """Return a language tag of a language there is; raises ``ValueError``."""
    code = value.split("-", maxsplit=1)[0]
    if not TAG.fullmatch(value) or (len(code) == 2 and code not in LANGUAGES):
        told = "no such language, a tag like 'en', 'vi' or 'zh-Hant' is expected"
        raise ValueError(told + nearest(code, LANGUAGES))
    return value


def web_address(value: str) -> str:
    """Return an http or https address that can be asked; raises ``ValueError``."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in {"http", "https"} or set(value) & UNFIT:
        raise ValueError("an http or https address is expected")
    return value


def address_key(url: str) -> str:
    """Return what two spellings of one address have in common."""
    start, slashes, rest = url.strip().rstrip("/").partition("://")
    host, slash, path = rest.partition("/")
    return f"{start}{slashes}{host}".casefold() + slash + path


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Zone = Annotated[str, BeforeValidator(known_zone)]
Address = Annotated[str, Field(max_length=2000), AfterValidator(web_address)]
Name = Annotated[
    str,
    Field(min_length=1, max_length=100),
    AfterValidator(shaped(r"[^\x00-\x1f\x7f]*", "a name in one line")),
]
Flag = Annotated[bool, Field(strict=True)]
Amount = Annotated[int, Field(ge=1, strict=True)]
Selector = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(known_selector)]
LanguageTag = Annotated[str, AfterValidator(known_language)]


class Section(BaseModel):
    """A table of the file; keys that it does not know are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class FetchSettings(Section):
    """How the web is asked."""

    contact: Annotated[
        str,
        Field(max_length=200),
        AfterValidator(shaped(r"[\x20-\x7e]*", "an address in plain ASCII")),
    ] = ""
    pause: Duration = timedelta(seconds=1)  # between two requests to one host
    deadline: Duration = timedelta(seconds=60)  # for one page, redirects included


class AlertSettings(Section):
    """What is told, and in which zone its times are written."""

    max_age: Duration = timedelta(days=2)
    health: tuple[Name, ...] | None = None  # channels told how the sources are; None: all
    timezone: Zone = "UTC"
    flood: Amount = 20  # stories to one recipient within ten minutes


class SelectSettings(Section):
    """What to take out of a page that lists articles, as CSS selectors."""

    link: Selector
    title: Selector | None = None
    date: Selector | None = None


class SourceSettings(Section):
    """One source as the owner writes it."""

    name: Name
    url: Address
    kind: Literal["feed", "sitemap", "page", "index"] = "feed"
    language: LanguageTag | None = None
    allow_private: Flag = False
    every: Duration | None = None
    select: SelectSettings | None = None
    archive: Address | None = None  # its news sitemap, in which gaps are looked up
