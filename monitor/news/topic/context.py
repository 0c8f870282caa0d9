"""Mentions of single sentences -> mentions completed by what stands around them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from monitor.news.topic.fields import Fields, certainty, fields_of
from monitor.news.topic.grammar import grammar
from monitor.news.topic.groups import Group, Groups
from monitor.news.topic.lexicon import Sort
from monitor.news.topic.location import beyond, of_past
from monitor.news.topic.matching import Hit
from monitor.news.topic.mention import ORGANISATIONS, Mention
from monitor.news.topic.ownership import is_host
from monitor.news.topic.text import Text

_CLEAR = 0.4  # strength from which a mention is one
_LEAD = 5  # sentences of an article that say what it is about
_PLACES = frozenset({Sort.INSIDE, Sort.ELSEWHERE})
_RUNNING = frozenset({*ORGANISATIONS, Sort.LAB})
_UNSURE = 0.5  # of the country, where somewhere else is named first
_BACKGROUND = 0.25  # what is left of the strength of one that is not the news
_REACH = 2  # sentences over which 'the lab' keeps its owner and place


@dataclass(frozen=True, slots=True)
class Weighed:
    """A mention completed: ``strength`` is 0…1 that it is what the topic is about."""

    mention: Mention
    strength: float
    field: float

    @property
    def native(self) -> bool:
        """Return whether the country's own organisation runs it."""
        return self.mention.native

    @property
    def away(self) -> bool:
        """Return whether it stands outside the country."""
        return not self.mention.where and self.mention.elsewhere is not None


def weigh(
    text: Text,
    found: Iterable[Mention],
    groups: Groups,
) -> list[Weighed]:
    """Return the mentions with owner, place and field taken over from their surroundings."""
    around = _Surroundings(text, groups, groups.title(), fields_of(text, groups))
    for mention in found:
        around.take(mention)
    return around.finished()


@dataclass(slots=True)
class _Surroundings:
    """What the sentences read so far have said, and what stands around them."""

    text: Text
    groups: Groups
    title: Group
    fields: Fields
    left: set[str] = field(default_factory=set)  # where a person of the story once was
    weighed: list[Weighed] = field(default_factory=list)
    main: Weighed | None = None  # the place of research that the article seems to be about

    def take(self, mention: Mention) -> None:
        """Complete the next mention, and weigh it."""
        mention = self._venturing(mention)
        each = self._weighed(self._placed(self._told(self._owned(mention))))
        self.weighed.append(each)
        if mention.past:
            self.left |= {owner.sense.name for owner in mention.owners}
        if self.main is None and each.strength >= _CLEAR:
            self.main = each

    def _venturing(self, mention: Mention) -> Mention:
        """Tell the past of a founder: 'who headed Google's centre', in a story of a new company."""
        if mention.past or mention.native or not mention.owners or not self._venture():
            return mention
        if self._of_left(mention):
            return mention
        left = all(owner.sense.name in self.left for owner in mention.owners)
        sentence = mention.sentence
        once = grammar().once.search(self.text.folded.text, sentence.start, sentence.end)
        return mention._replace(past=True) if left or once is not None else mention

    def _of_left(self, mention: Mention) -> bool:
        """Tell 'Head of Google's AI centre leaves': the story is of the place, not of the new company."""
        titled = [hit.sense.name for hit in self.title.hits if hit.sense.sort in _RUNNING]
        past = any(any(self.title.cues(cue)) for cue in ("person", "venture"))
        return not past and titled[:1] == [owner.sense.name for owner in mention.owners[:1]]

    def _venture(self) -> bool:
        return any(any(self.groups.of(number).cues("venture")) for number in range(3))

    def finished(self) -> list[Weighed]:
        """Return what was weighed, the headline read once more by what follows it."""
        self._name_later()
        self._recall()
        return self.weighed

    def _recall(self) -> None:
        """Let a headline's laboratory be the past of a person where it is so wherever else it stands."""
        first = [each for each in self.weighed if each.mention.sentence.block < 0]
        for at, each in enumerate(first):
            names = {owner.sense.name for owner in each.mention.owners}
            again = [
                later.mention
                for later in self.weighed[len(first) :]
                if later.mention.how != "inherited"
                and names & {owner.sense.name for owner in later.mention.owners}
            ]
            if again and all(mention.past for mention in again):
                self.weighed[at] = self._weighed(each.mention._replace(past=True))

    def _name_later(self) -> None:
        """Give a headline's place of research the owner that the lead names."""
        for at, each in enumerate(self.weighed):
            title = each.mention
            if title.sentence.block >= 0 or title.owners or title.native or not title.where:
                continue
            for later in self.weighed[at:]:
                same = _same_place(title.where, later.mention.where)
                if same and later.strength >= _CLEAR and later.mention.sentence.number <= _LEAD:
                    owners = later.mention.owners
                    self.weighed[at] = self._weighed(title._replace(owners=owners, how="inherited"))
                    break

    def _weighed(self, full: Mention) -> Weighed:
        certain = certainty(full, self.fields, titled=bool(self.title.hits))
        strength = full.grade * full.owner_weight * full.firm * certain
        if full.native or (full.elsewhere is not None and not full.where):
            strength = 0.0
        if full.past:
            strength *= _BACKGROUND
        if full.how == "named" and _at_seat(full) and self._gone(full):
            strength *= _BACKGROUND  # the headline has it elsewhere, and only its seat inside
        return Weighed(full, strength, certain)

    def _gone(self, full: Mention) -> bool:
        """Tell whether the headline has a place of research elsewhere and none inside."""
        said = self.groups.of(full.sentence.number)
        if not self.title.of(Sort.ELSEWHERE) or _moves(said) or _moves(self.title):
            return False
        titled = [each for each in self.weighed if each.mention.sentence.block < 0]
        told = any(each.away for each in titled) and not any(each.strength for each in titled)
        return told or not (full.where or self.title.of(Sort.INSIDE))

    def _near(self, mention: Mention) -> Iterator[Mention]:
        for earlier in reversed(self.weighed):
            if mention.sentence.number - earlier.mention.sentence.number > _REACH:
                return
            yield earlier.mention

    def _owned(self, mention: Mention) -> Mention:
        if mention.native and not mention.owners:
            return self._known(mention)
        if mention.owners:
            return mention
        for earlier in self._near(mention):
            if earlier.owners and earlier.sentence.number > 0 and not earlier.past:
                return mention._replace(
                    owners=earlier.owners, how="inherited", native=earlier.native
                )
        if self._main_runs() and self.main is not None and mention.hit.sense.sort is Sort.RESEARCH:
            return self._again(mention, self.main.mention)
        number = mention.sentence.number
        for before in range(number - 1, number - 1 - _REACH, -1):
            known = self._present(self.groups.of(before).organisations)
            if known and before > 0:
                return _inherit(mention, known[0])
        known = self._present(hit for hit in self.title.hits if hit.sense.sort in _RUNNING)
        return _inherit(mention, known[0]) if known else mention

    def _known(self, mention: Mention) -> Mention:
        """Return 'the Shanghai laboratory' as the one in Shanghai that was told of just before."""
        cities = _cities_of(mention)
        for earlier in self._near(mention):
            foreign = earlier.owners and not (earlier.native or earlier.past)
            if foreign and cities & _cities_of(earlier):
                return mention._replace(owners=earlier.owners, how="inherited", native=False)
        return mention

    def _told(self, mention: Mention) -> Mention:
        """Return what the first sentences tell as told of the only one that the headline names."""
        names = {owner.sense.name for owner in mention.owners}
        titled = {hit.sense.name for hit in self.title.hits if hit.sense.sort in _RUNNING}
        first = mention.sentence.number <= (_LEAD if mention.grade == 1.0 else 1)
        alone = mention.how == "inherited" and bool(names) and names == titled
        return mention._replace(how="titled") if first and alone else mention

    def _main_runs(self) -> bool:
        """Tell whether the place that the article is about is not one that its person has left."""
        main = self.main.mention.owners if self.main is not None else ()
        return any(owner.sense.name not in self.left for owner in main)

    def _present(self, known: Iterable[Hit]) -> list[Hit]:
        """Return the organisations but hosts, and those where a person once was."""
        present = (hit for hit in known if hit.sense.name not in self.left)
        return [hit for hit in present if not is_host(self.text, hit)]

    def _again(self, mention: Mention, main: Mention) -> Mention:
        """Return 'the laboratory' as the one that the article is about."""
        mention = mention._replace(owners=main.owners, how="inherited")
        if mention.where or mention.elsewhere is not None:
            return mention
        return mention._replace(where=main.where, firm=0.65 * min(1.0, main.firm + 0.1))

    def _there(self, mention: Mention) -> bool:
        """Tell whether a sentence points to the place that the one before it names."""
        sentence = mention.sentence
        found = grammar().there.search(self.text.folded.text, sentence.start, sentence.end)
        return found is not None

    def _placed(self, mention: Mention) -> Mention:
        # A named laboratory stands where it stands.
        if mention.where or mention.elsewhere is not None or mention.firm:
            return mention
        theirs = set()
        for earlier in self._near(mention):
            if _theirs(earlier, mention):
                theirs.add(earlier.sentence.number)
                continue
            if earlier.where:
                firm = (0.9 if self._there(mention) else 0.65) * min(1.0, earlier.firm + 0.1)
                return mention._replace(where=earlier.where, firm=firm)
            if earlier.elsewhere is not None:
                return mention._replace(elsewhere=earlier.elsewhere)
        number = mention.sentence.number
        for beside in (number - 1, number + 1, number - 2):
            if beside > 0 and beside not in theirs:
                near = _places(self.text, self.groups.of(beside))
                if near:
                    there = beside == number - 1 and self._there(mention)
                    return _stands(mention, near, 0.9 if there else 0.6)
        near = _places(self.text, self.title)
        return (
            _stands(mention, near, 0.75 if mention.how == "titled" else 0.65) if near else mention
        )


def _at_seat(mention: Mention) -> bool:
    """Tell whether no place is said but, perhaps, where a named laboratory is known to stand."""
    return all(where.sense.name == mention.hit.sense.kind for where in mention.where)


def _moves(group: Group) -> bool:
    return any(hit.sense.name == "relocation" for hit in group.of(Sort.EVENT))


def _theirs(earlier: Mention, mention: Mention) -> bool:
    """Tell 'Alibaba has a lab in Hangzhou. Google and Intel set up an AI lab': it stands elsewhere."""
    return (
        earlier.native
        and bool(mention.owners)
        and not mention.native
        and mention.how != "inherited"
    )


def _cities_of(mention: Mention) -> set[str]:
    return {where.sense.name for where in mention.where if where.sense.kind == "city"}


def _same_place(ones: Sequence[Hit], others: Sequence[Hit]) -> bool:
    """Tell whether both can be one place: 'in China' is all that one says of the other's city."""
    names, more = ({hit.sense.name for hit in hits} for hits in (ones, others))
    wide = any(all(hit.sense.kind == "country" for hit in hits) for hits in (ones, others) if hits)
    return bool(names & more) or (wide and bool(names and more))


def _inherit(mention: Mention, owner: Hit) -> Mention:
    native = owner.sense.sort is Sort.NATIVE
    return mention._replace(owners=(owner,), how="inherited", native=native)


def _places(text: Text, group: Group) -> list[Hit]:
    return [
        hit
        for hit in group.hits
        if hit.sense.sort in _PLACES
        and not beyond(text, hit, group)
        and not of_past(text, hit, group)
    ]


def _stands(mention: Mention, near: Sequence[Hit], firm: float) -> Mention:
    inside = [hit for hit in near if hit.sense.sort is Sort.INSIDE]
    if not inside:
        return mention._replace(elsewhere=near[0])
    cities = [hit for hit in inside if hit.sense.kind == "city"] or inside
    unsure = cities[0].sense.kind != "city" and near[0].sense.sort is Sort.ELSEWHERE
    return mention._replace(where=(cities[0],), firm=firm * (_UNSURE if unsure else 1.0))
