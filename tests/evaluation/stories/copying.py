"""Texts -> copies of them as other outlets print them, and articles that only look like copies.

Copies: cut, edited, with a new lead, inside another outlet's frame, with teasers of other articles
behind, with other quotation marks, under another byline, and several of these at once. No copies:
short articles in one outlet's frame, releases that end on the same 'About', two stories that quote
one speech, reports from one template with other names and figures.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.news.article import read_text
from monitor.news.model import Article

START = datetime(2026, 1, 5, tzinfo=UTC)
DAYS = 40
TEMPLATE_GROUPS = 5
SHORT = 130  # words of an article that is not much longer than its outlet's frame


@dataclass(frozen=True)
class Text:
    """A text to copy: a paragraph a line."""

    name: str
    language: str
    title: str
    body: str


@dataclass(frozen=True)
class Printed:
    """An article; those of one family are copies of each other."""

    family: str
    kind: str
    article: Article


FRAME = """
Sign up for the {o} newsletter and get our best stories in your inbox every morning.
{o} uses cookies to measure how this page is read; you can change your choice at any time.
You have {n} free articles left this month. Subscribe to {o} to read without limits.
Follow {o} on social media and listen to our podcast wherever you find your programmes.
This story is part of the {o} series on how we live now; all parts stand in our archive.
Reporting like this is paid for by readers of {o}. If you can, please give what you like.
Do you know more about this? Write to the {o} desk; we keep the names of our sources to ourselves.
Copyright {o}. All rights reserved. No part may be printed, sent or rewritten without permission.
Our editors choose every product on their own; {o} may earn a share of what you buy through links.
Correction policy: {o} puts mistakes right within a day and says at the foot of the page what was changed.
Readers can leave a comment below after they have signed in to their {o} account and read our house rules.
The writer is a staff reporter of {o} who has covered business and science for {n} years.
Stock quotes are delayed by at least {n} minutes. {o} takes no liability for decisions based on them.
Also available as an app: download {o} for your telephone and be told first when something happens.
""".strip().splitlines()

FRAME_VI = """
Đăng ký bản tin của {o} để nhận những bài viết hay nhất mỗi sáng trong hộp thư của bạn.
{o} dùng cookie để đo lượng đọc trang này; bạn có thể đổi lựa chọn bất cứ lúc nào.
Bạn còn {n} bài đọc miễn phí trong tháng. Hãy mua gói thành viên của {o} để đọc không giới hạn.
Theo dõi {o} trên mạng xã hội và nghe chương trình âm thanh của chúng tôi ở nơi bạn vẫn thường nghe.
Bài viết nằm trong loạt phóng sự của {o} về đời sống hôm nay; các phần khác có trong kho lưu trữ.
Bạn biết thêm về chuyện này? Hãy viết cho ban biên tập {o}; tên người cung cấp tin luôn được giữ kín.
Bản quyền thuộc về {o}. Cấm sao chép, phát tán, viết lại khi chưa được đồng ý bằng văn bản.
Ý kiến của bạn đọc không nhất thiết trùng với quan điểm của {o}; xin viết tiếng Việt có dấu và lịch sự.
Tải ứng dụng {o} về điện thoại để biết tin sớm nhất, hoàn toàn miễn phí, không quảng cáo trong {n} ngày.
""".strip().splitlines()

ABOUT = """
About {o}: {o} is a leading provider of solutions for customers in more than {n} countries. Founded by two
engineers in a garage, the company employs {m} people who work every day to make things simpler, safer and more
sustainable. Its shares are listed on two exchanges. For more information visit our newsroom, follow us or write to
the press office. This release holds statements about the future that rest on present expectations; results may differ
for many reasons, among them demand, currencies, supply and the weather, and the company does not plan to update them.
"""

SPEECH = """
"We did not come here to promise easy years. We came because {n} families asked us to, and because nobody else
would sit at this table and say what everyone knows: that the money is gone, that the work is not, and that those
who do it should hear the truth from us before they read it anywhere else," {o} told the hall on the second evening.
"""

ABOUT_VI = """
Về {o}: {o} là nhà cung cấp giải pháp hàng đầu cho khách hàng tại hơn {n} quốc gia. Công ty do hai kỹ sư sáng lập
trong một nhà để xe, nay có {m} nhân viên ngày ngày làm cho mọi việc giản đơn, an toàn và bền vững hơn. Cổ phiếu được
niêm yết trên hai sàn. Muốn biết thêm xin xem trang tin, theo dõi chúng tôi hoặc viết cho phòng báo chí. Thông cáo này
có những nhận định về tương lai dựa trên kỳ vọng hiện tại; kết quả thực tế có thể khác vì nhiều lý do như nhu cầu, tỷ
giá, nguồn hàng và thời tiết, và công ty không có ý định cập nhật những nhận định ấy.
"""
SPEECH_VI = """
"Chúng tôi không đến đây để hứa những năm tháng dễ dàng. Chúng tôi đến vì {n} gia đình đã nhờ, và vì không ai khác
chịu ngồi vào bàn này mà nói điều ai cũng biết: tiền đã hết, việc thì chưa, và những người làm việc ấy phải được nghe
sự thật từ chúng tôi trước khi đọc thấy ở bất cứ nơi nào khác", {o} nói trước hội trường vào tối thứ hai.
"""

TEMPLATES = """
{a} beat {b} {n}-{m} at home on {d} to move up to place {k} in the table. {p} scored in minute {x} after a corner
from the left, and {q} made it safe in minute {y} from close range. The visitors had {z} per cent of the ball but
few chances. {a} now have {w} points from {v} games. The coach said he was happy with the three points and with how
the team defended after the break. {b} stay on {u} points and play again on Saturday.

Shares of {a} closed {n}.{m} per cent higher on {d} at {x}.{y} dollars, while {b} lost {k}.{z} per cent. The broad
index ended the day at {w},{v} points. About {u} million shares changed hands, somewhat less than the average of
the past month. Traders pointed to figures on prices that are due later in the week. {p} gained {q} on hopes for
a better quarter. The yield on ten-year bonds stood at {n}.{z} per cent in late trading.

The weather office expects {n} to {m} degrees in {a} on {d} and up to {x} in {b}. Winds from the west reach {y}
kilometres an hour in exposed places. The chance of rain is {z} per cent in the morning and {k} per cent in the
evening. The sun rises at {w} and sets at {v}. At the weekend it turns cooler, with {u} degrees and showers in
the hills near {p}. Drivers on the road to {q} should watch out for fog before noon.
""".strip().split("\n\n")
NAMES = """
Kessel Marwick Tolland Brenford Ashvale Corrin Dunmere Eastley Farrow Gorsby Halwick Inverley Jarrow Kelding Lorne
Maddox Norwell Orrin Penhurst Quarle Rendal Selwick Thorne Ulster Vessby Wexley Yarrow Zell
""".split()
DAY_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def copies(texts: Sequence[Text], pool: Sequence[Text], chance: random.Random) -> Iterator[Printed]:
    """Yield each text as seven outlets print it, within two days.

    Leads and teasers are taken from the pool, which needs another text in each language.
    """
    for text in texts:
        at = START + timedelta(hours=chance.randrange(24 * DAYS))
        others = [one for one in pool if one != text and one.language == text.language]
        for kind in ("whole", *chance.sample(sorted(KINDS), 6)):
            body = KINDS[kind](text, others, chance) if kind != "whole" else text.body
            title = text.title if chance.random() < 0.5 else _other_title(text, kind)
            yield _printed(text.name, kind, f"https://{kind}.example", title, body, at, chance)


def look_alikes(texts: Sequence[Text], chance: random.Random) -> Iterator[Printed]:
    """Yield articles of which no two are copies, in groups that share a frame, an end, a quotation."""
    spare = chance.sample(list(texts), len(texts))
    for number in range(TEMPLATE_GROUPS):
        yield from _from_one_template(f"template-{number}", chance)
    for number in range(len(texts) // 9):
        taken = [spare.pop() for _ in range(4)]
        yield from _in_one_frame(f"frame-{number}", taken, chance)
        taken = [spare.pop() for _ in range(3)]
        yield from _with_one_end(f"about-{number}", (ABOUT, ABOUT_VI), taken, chance)
        taken = [spare.pop() for _ in range(2)]
        yield from _with_one_end(f"speech-{number}", (SPEECH, SPEECH_VI), taken, chance)


def _in_one_frame(name: str, texts: Sequence[Text], chance: random.Random) -> Iterator[Printed]:
    before, after = frame(name.title(), texts[0].language, chance)
    at = START + timedelta(hours=chance.randrange(24 * DAYS))
    for number, text in enumerate(texts):
        body = "\n".join((before, _first(text, SHORT), after))
        yield _printed(
            f"{name}-{number}", "frame", f"https://{name}.example", text.title, body, at, chance
        )


def _with_one_end(
    name: str, ends: tuple[str, str], texts: Sequence[Text], chance: random.Random
) -> Iterator[Printed]:
    at = START + timedelta(hours=chance.randrange(24 * DAYS))
    for number, text in enumerate(texts):
        shared = _filled(ends[text.language == "vi"], name.title(), random.Random(name))
        body = "\n".join((_first(text, 2 * SHORT), shared))
        host = f"https://outlet-{number}.example/{name}"
        yield _printed(f"{name}-{number}", name.split("-")[0], host, text.title, body, at, chance)


def _from_one_template(name: str, chance: random.Random) -> Iterator[Printed]:
    template = chance.choice(TEMPLATES)
    at = START + timedelta(hours=chance.randrange(24 * DAYS))
    for number in range(3):
        a, b, p, q = chance.sample(NAMES, 4)
        slots = {sign: chance.randrange(2, 99) for sign in "nmkxyzwvu"}
        body = template.format(a=a, b=b, p=p, q=q, d=chance.choice(DAY_NAMES), **slots)
        host = f"https://outlet-{number}.example/{name}"
        yield _printed(f"{name}-{number}", "template", host, f"{a} and {b}", body, at, chance)


def _printed(
    family: str, kind: str, host: str, title: str, body: str, at: datetime, chance: random.Random
) -> Printed:
    url = f"{host}/{family}"
    published = at + timedelta(hours=chance.randrange(48))
    return Printed(
        family, kind, replace(read_text(body, url, title), title=title, published=published)
    )


def frame(outlet: str, language: str, chance: random.Random) -> tuple[str, str]:
    """Return what an outlet prints before and behind each of its articles."""
    known = FRAME_VI if language == "vi" else FRAME
    lines = [_filled(line, outlet, chance) for line in chance.sample(known, 7)]
    return "\n".join(lines[:2]), "\n".join(lines[2:])


def cut(text: Text, _others: Sequence[Text], chance: random.Random, *, least: float = 0.3) -> str:
    """Return the first 30 to 80 per cent."""
    units = _units(text.body, text.language)
    return "".join(units[: int(len(units) * chance.uniform(least, 0.8))])


def edited(text: Text, others: Sequence[Text], chance: random.Random) -> str:
    """Return the text with one word in twenty to one in eight changed, dropped or put in."""
    share = chance.uniform(0.05, 0.125)
    foreign = _units(chance.choice(others).body, text.language)
    found: list[str] = []
    for unit in _units(text.body, text.language):
        if chance.random() >= share or not unit.strip():
            found.append(unit)
        elif (kind := chance.randrange(3)) < 2:
            found += [unit] * kind + [chance.choice(foreign)]
    return "".join(found)


def new_lead(text: Text, others: Sequence[Text], chance: random.Random) -> str:
    """Return the text with its first tenth, or less, told by somebody else."""
    units = _units(text.body, text.language)
    told = min(60, len(units) // 10)
    return "\n".join((_first(chance.choice(others), max(25, told)), "".join(units[told:])))


def framed(text: Text, _others: Sequence[Text], chance: random.Random) -> str:
    """Return the text in another outlet's frame."""
    before, after = frame(chance.choice(NAMES), text.language, chance)
    return f"{before}\n{text.body}\n{after}"


def with_teasers(text: Text, others: Sequence[Text], chance: random.Random) -> str:
    """Return the text with the beginnings of four other articles behind it."""
    return "\n".join(
        (text.body, *(_first(one, 30) for one in chance.sample(list(others), min(4, len(others)))))
    )


def requoted(text: Text, _others: Sequence[Text], _chance: random.Random) -> str:
    """Return the text with other quotation marks, dashes, blanks and accents."""
    changed = re.sub(r'["“”„「]', "« ", text.body).replace("’", "'").replace(" - ", " – ")
    return unicodedata.normalize("NFD", changed.replace(". ", ".\u00a0 "))


def bylined(text: Text, _others: Sequence[Text], chance: random.Random) -> str:
    """Return the text with an agency's mark, or a staff writer's."""
    name = chance.choice(NAMES)
    return f"{name.upper()} (Agency) — {text.body}\nReporting by {name}; editing by {chance.choice(NAMES)}."


def mixed(text: Text, others: Sequence[Text], chance: random.Random) -> str:
    """Return the text cut by half at most, edited, in a frame and with teasers."""
    found = replace(text, body=cut(text, others, chance, least=0.5))
    for step in (edited, framed, with_teasers):
        found = replace(found, body=step(found, others, chance))
    return found.body


KINDS: dict[str, Callable[[Text, Sequence[Text], random.Random], str]] = {
    "cut": cut,
    "edited": edited,
    "lead": new_lead,
    "framed": framed,
    "teasers": with_teasers,
    "requoted": requoted,
    "byline": bylined,
    "mixed": mixed,
}


def _filled(text: str, outlet: str, chance: random.Random) -> str:
    n, m = chance.randrange(2, 60), chance.randrange(1000, 90000)
    return text.strip().replace("\n", " ").format(o=outlet, n=n, m=m)


def _other_title(text: Text, kind: str) -> str:
    units = _units(text.title, text.language)
    return "".join(units[: max(4, len(units) * 2 // 3)]) + f" ({kind})"


def _first(text: Text, words: int) -> str:
    return "".join(
        _units(text.body, text.language)[
            : words if text.language not in {"zh", "ja"} else 2 * words
        ]
    )


def _units(text: str, language: str) -> list[str]:
    """Return words with the blanks behind them, or signs."""
    return list(text) if language in {"zh", "ja"} else re.findall(r"\S+\s*", text)
