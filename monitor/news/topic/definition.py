"""A topic as data, and how its owner changes the lists that it looks for."""

from dataclasses import dataclass

from monitor.news.topic.gazetteer import Organisation

SHIPPED: tuple[str, ...] = ("foreign-ai-labs-in-china", "chip-export-controls")

EVENTS = (
    "opening",
    "closure",
    "layoffs",
    "relocation",
    "expansion",
    "hiring",
    "investment",
    "partnership",
    "research-output",
    "scrutiny",
    "leadership",
)


@dataclass(frozen=True, slots=True)
class Change:
    """How an owner changes a list of words: forms added, taken away, or put in its place."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    replace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationChange:
    """How an owner changes the list of organisations."""

    add: tuple[Organisation, ...] = ()
    remove: tuple[str, ...] = ()
    replace: tuple[Organisation, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicDefinition:
    """A topic as data: a keyword ``query``, or the relation 'who runs what, of which field, where'.

    ``country`` is where the place of research stands and its organisation does not.
    """

    name: str
    query: str | None = None
    country: str = "CN"
    threshold: float = 0.5
    organisations: OrganisationChange = OrganisationChange()
    words: tuple[tuple[str, Change], ...] = ()  # list -> change; events as 'events.closure'
