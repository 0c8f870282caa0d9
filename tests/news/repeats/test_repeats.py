"""What is said twice by accident goes, what is said twice on purpose stays."""

import unicodedata
from datetime import UTC, datetime

import pytest

from monitor.news.article import read_blocks, read_text
from monitor.news.model import Article, Block, BlockKind, Removal, Removed
from monitor.news.repeats import remove_repeats, weave

LEAD = "The town of Marn will let its river back into the old bed, forty years after it was moved."
DIGGERS = "Three diggers started on Monday below the paper mill. The work is to last until autumn."
ENGINEER = "“Water remembers where it was,” said Ida Holm, the engineer who drew the plans."
MONEY = "The state pays two thirds of the nine million, and a foundation for otters pays the rest."
FARMERS = "Farmers downstream fear for their meadows. They were promised a gate that can be shut."
OTTERS = "Whether otters will come is another matter, for nobody in Marn has seen one since 1961."
STORY = (LEAD, DIGGERS, ENGINEER, MONEY, FARMERS, OTTERS)


SEED = """
Trần Văn Nam
Cộng tác viên
Vì sao thị trấn Mường Lay trả dòng suối về lòng cũ, trong khi nơi khác còn lấp suối?
Đáng chú ý, chính người già trong bản còn nhớ lòng suối cũ. Họ cắm từng cọc tre để đánh dấu hai bờ.
Nhưng tiền chỉ đủ cho nửa đường. Phần còn lại, theo lời chủ tịch xã, phải chờ sang năm sau.
Cá suối đã quay lại ngay trong tuần đầu, tuy mới chỉ là những đàn cá nhỏ bằng ngón tay.
Bạn nghĩ sao về việc này? Liệu một dòng suối có biết đường về nhà? (Báo Lay)
Suối về lòng cũ: chuyện ở một thị trấn nhỏ
Sáng thứ Hai, ba chiếc máy xúc bắt đầu đào ở phía dưới nhà máy giấy. Không ai nói to.Đáng chú ý, \
chính người già trong bản còn nhớ lòng suối cũ. Họ cắm từng cọc tre để đánh dấu hai bờ.

Đào suối: được và mất
Nhà máy giấy mất bãi xe, còn lũ trẻ được một chỗ tắm.Cá suối đã quay lại ngay trong tuần đầu, \
tuy mới chỉ là những đàn cá nhỏ bằng ngón tay.
Bạn nghĩ sao về việc này? Liệu một dòng suối có biết đường về nhà? (Báo Lay)
"""


def kept(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [block.text for block in weave([Block(kind, text) for text in texts]).blocks]


def read(*texts: str) -> list[str]:
    return [block.text for block in weave(read_blocks(texts).blocks).blocks]


def removed(*texts: str) -> tuple[Removed, ...]:
    return weave([Block(BlockKind.PARAGRAPH, text) for text in texts]).removed


def test_a_first_pass_and_the_whole_are_merged_and_its_own_passage_comes_back() -> None:
    first_pass = (DIGGERS, ENGINEER, FARMERS, OTTERS)  # the engineer speaks in this one only
    whole = (LEAD, DIGGERS, "Who pays", MONEY + FARMERS, OTTERS)
    assert kept("A river comes home", *first_pass, *whole) == [
        "A river comes home",
        LEAD,
        DIGGERS,
        ENGINEER,
        "Who pays",
        MONEY,
        FARMERS,
        OTTERS,
    ]


def test_the_article_that_began_it_all_in_plain_text() -> None:
    article = read_text(SEED)
    restored = remove_repeats(article)
    assert [block.text.split()[0] for block in restored.blocks] == [
        "Suối", "Sáng", "Đáng", "Nhưng", "Đào", "Nhà", "Cá", "Bạn",
    ]  # fmt: skip
    taken_out = [gone for gone in restored.removed if gone.reason is Removal.REPEAT]
    assert {(gone.text.split()[0], gone.kept_in) for gone in taken_out} == {
        ("Đáng", 2),
        ("Cá", 6),
        ("Bạn", 7),
    }


@pytest.mark.parametrize("times", [2, 3])
def test_an_article_said_again_whole_is_said_once(times: int) -> None:
    assert kept(*STORY * times) == list(STORY)


@pytest.mark.parametrize("joint", [" ", "\n", ""])
def test_a_copy_joined_into_one_block_goes_whichever_comes_first(joint: str) -> None:
    assert kept(joint.join(STORY), *STORY) == list(STORY)
    assert kept(*STORY, joint.join(STORY)) == list(STORY)


def test_of_wrappers_in_wrappers_the_innermost_stay() -> None:
    given = (" ".join(STORY), " ".join(STORY[:3]), *STORY[:3], "".join(STORY[3:]), *STORY[3:])
    assert kept(*given) == list(STORY)


@pytest.mark.parametrize("joint", [" ", "\n", ""])
def test_wrappers_that_come_after_their_parts_go(joint: str) -> None:
    lines = ("Who pays", "Who fears", "Who hopes", "Who knows the way")
    given = (*lines, LEAD, DIGGERS, joint.join((LEAD, DIGGERS)), FARMERS)
    whole = (*lines, LEAD, DIGGERS, FARMERS)
    assert kept(*given, joint.join(whole), MONEY) == [*whole, MONEY]


def test_a_paragraph_that_comes_again_goes_where_it_stands_second() -> None:
    assert kept(LEAD, DIGGERS, MONEY, DIGGERS, FARMERS) == [LEAD, DIGGERS, MONEY, FARMERS]


def test_a_sentence_that_stutters_is_said_once() -> None:
    assert kept(LEAD, f"{MONEY} {MONEY} {FARMERS}") == [LEAD, f"{MONEY} {FARMERS}"]


def test_a_stutter_that_no_stop_parts_is_found() -> None:
    words = "Water was let into the old bed below the mill at seven in the morning, as the engineer said, "
    assert kept(f"{words}{words}as planned.") == [f"{words}as planned."]


def test_a_stutter_may_end_in_a_colon() -> None:
    asked = "You can see at any time of the day where the water stands:"
    assert kept(f"{DIGGERS} {asked} {asked}", MONEY) == [f"{DIGGERS} {asked}", MONEY]


def test_where_every_block_comes_twice_short_ones_do_too() -> None:
    story = (LEAD, "Who pays", MONEY, "Ida Holm", ENGINEER, FARMERS)
    assert kept(*(text for text in story for _ in range(2))) == list(story)


def test_a_paragraph_that_comes_three_times_is_no_refrain() -> None:
    long = f"{LEAD} {DIGGERS} {ENGINEER}"
    assert kept(long, MONEY, long, FARMERS, long, OTTERS) == [long, MONEY, FARMERS, OTTERS]


def test_a_sentence_that_comes_again_in_another_paragraph_goes() -> None:
    assert kept(f"{MONEY} {LEAD}", DIGGERS, f"{ENGINEER} {MONEY} {OTTERS}") == [
        f"{MONEY} {LEAD}",
        DIGGERS,
        f"{ENGINEER} {OTTERS}",
    ]


@pytest.mark.parametrize(
    "copy",
    [
        '"Water remembers where it was," said Ida Holm, the engineer who drew the plans.',
        "« Water remembers where it was », said Ida Holm — the engineer who drew the plans.",
        "“Water\u00a0remembers  where it was,” said\u200b Ida Holm, the engineer who drew the plans. ",
        ENGINEER.upper(),
        f"{ENGINEER} Read more »",
        f"{ENGINEER} Weiterlesen…",
        f"{ENGINEER} Подробнее",
    ],
)
def test_a_copy_that_differs_in_signs_alone_is_a_copy(copy: str) -> None:
    assert kept(LEAD, ENGINEER, DIGGERS, copy) == [LEAD, ENGINEER, DIGGERS]
    assert len(kept(LEAD, copy, DIGGERS, ENGINEER)) == 3


@pytest.mark.parametrize(
    "invitation", ["Read the full story", "阅读全文", "click here to read more"]
)
def test_an_invitation_that_ends_with_a_shorter_one_is_one(invitation: str) -> None:
    copy = f"{DIGGERS} {invitation}"
    assert kept(DIGGERS, LEAD, LEAD, copy) == [DIGGERS, LEAD]


def test_decomposed_letters_are_the_same_letters() -> None:
    composed = "Cầu treo bắc qua sông Lê đã đóng cửa mùa đông thứ hai liên tiếp."
    decomposed = unicodedata.normalize("NFD", composed)
    assert decomposed != composed
    assert kept(composed, LEAD, decomposed) == [composed, LEAD]


@pytest.mark.parametrize("dots", ["…", "...", " [...]", "… Read more", "…\nXem thêm »"])
def test_a_beginning_cut_with_an_ellipsis_goes_when_the_whole_is_there(dots: str) -> None:
    short = MONEY[:50] + dots
    assert kept(LEAD, short, DIGGERS, MONEY) == [LEAD, DIGGERS, MONEY]
    (gone,) = removed(LEAD, short, DIGGERS, MONEY)
    assert gone == Removed(short, Removal.TEASER, 2)


def test_what_heads_a_teaser_and_the_whole_is_said_once() -> None:
    given = ("A river comes home", f"{LEAD[:50]} …", "A river comes home", *STORY)
    assert kept(*given) == ["A river comes home", *STORY]


def test_a_beginning_that_ends_in_an_invitation_goes_without_dots_too() -> None:
    assert kept(f"{MONEY[:50]} Read more", LEAD, MONEY) == [LEAD, MONEY]


def test_of_beginnings_that_say_the_same_without_the_whole_one_stays() -> None:
    short = f"{MONEY[:-20]} Read more"
    assert kept(short, LEAD, short) == [short, LEAD]


def test_a_beginning_whose_whole_is_missing_stays() -> None:
    assert kept(LEAD, MONEY[:50] + "…", DIGGERS) == [LEAD, MONEY[:50] + "…", DIGGERS]


@pytest.mark.parametrize(
    "quote", ["They were promised a gate that can be shut, they say", ENGINEER]
)
def test_a_pull_quote_goes_before_and_after_its_paragraph(quote: str) -> None:
    paragraph = f"{DIGGERS} {quote}. {OTTERS}"
    assert kept(quote, LEAD, paragraph, MONEY) == [LEAD, paragraph, MONEY]
    assert kept(LEAD, paragraph, MONEY, f"“{quote}”") == [LEAD, paragraph, MONEY]


def test_a_quotation_pulled_out_of_a_sentence_goes() -> None:
    said = "She says that “no map of the county has ever shown the old bed”, and then she laughs."
    pulled = "«No map of the county has ever shown the old bed»"
    assert kept(LEAD, pulled, said, MONEY) == [LEAD, said, MONEY]
    assert kept(LEAD, said, MONEY, pulled) == [LEAD, said, MONEY]
    spaced = said.replace("“", "« ").replace("”", " »")
    assert kept(LEAD, spaced, MONEY, pulled) == [LEAD, spaced, MONEY]


def test_a_heading_of_two_quotations_that_come_again_stays() -> None:
    heading = "“A river of our own” and not “a ditch of theirs”"
    said = f"What the town wants is {heading}, says the mayor."
    assert kept(LEAD, heading, said, MONEY) == [LEAD, heading, said, MONEY]


CLAUSE = "川の流れを変えたものとみなされる場合があります。"
RULES = (
    "町の許可を得ずに岸を掘った場合は、" + CLAUSE,
    "堰の高さを変える工事も同じで、冬の間に石を動かすような行為は、",
    CLAUSE,
)


def test_a_sentence_that_ends_like_another_stays() -> None:
    assert kept(*RULES) == list(RULES)


def test_where_a_copy_begins_after_a_comma_no_block_is_parted() -> None:
    assert kept(*RULES, *STORY, *RULES, *STORY) == [*RULES, *STORY]


def test_removed_text_says_which_block_keeps_its_twin() -> None:
    assert removed(LEAD, DIGGERS, MONEY, DIGGERS) == (Removed(DIGGERS, Removal.REPEAT, 1),)


def test_what_was_removed_before_stays_told() -> None:
    byline = Removed("By Ida Holm", Removal.BYLINE)
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in (LEAD, DIGGERS, LEAD))
    article = Article("", "", blocks, (byline,), published=datetime(2026, 1, 1, tzinfo=UTC))
    restored = remove_repeats(article)
    assert restored.removed == (byline, Removed(LEAD, Removal.REPEAT, 0))
    assert restored.published == article.published


CONTROLS = {
    "clean": STORY,
    "empty": (),
    "figures": ("Sales rose by 5 % in 2023 in all eleven shops of the chain, it said on Friday.",
                "Sales rose by 6 % in 2024 in all eleven shops of the chain, it said on Friday."),
    "names": ("The prize for the best loaf of the county goes to Ida Holm of Marn this time.",
              "The prize for the best loaf of the county goes to Per Lund of Marn this time."),
    "refrain": (LEAD, "And still the river rose, and rose, and nobody in the town slept that night.",
                DIGGERS, "And still the river rose, and rose, and nobody in the town slept that night.",
                MONEY, "And still the river rose, and rose, and nobody in the town slept that night."),
    "short quote": (f"{LEAD} “We shall see,” she said.", f"{DIGGERS} “We shall see,” she said."),
    "interview": ("What would you do first if elected?", LEAD, "And then?", DIGGERS,
                  "What would you do first if elected?", MONEY, "And then?", OTTERS),
    "legal lines": tuple(f"{text} Prices include tax and may change without any further notice."
                         for text in (LEAD, DIGGERS, MONEY)),
    "table": ("Model A", "Yes", "4 GB", "Model B", "Yes", "4 GB", "Model C", "No", "4 GB"),
    "negation": ("“Private waters”",
                 "The plan knows “private waters” (or rather, “waters for whoever lives there”) from the old paper mill down to the sea.",
                 "It never knew “private waters” (or rather, “waters for whoever lives there”) from the old paper mill down to the sea."),
    "same beginning": (f"{LEAD[:-1]}, says the mayor of Marn.", f"{LEAD[:-1]}, deny the farmers."),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTROLS)
def test_what_repeats_on_purpose_comes_back_itself(name: str) -> None:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in CONTROLS[name])
    assert weave(blocks).blocks is blocks
    article = Article("", "", blocks)
    assert remove_repeats(article) is article


@pytest.mark.parametrize("kind", [BlockKind.TABLE_ROW, BlockKind.CODE])
def test_rows_and_code_may_say_the_same_at_any_length(kind: BlockKind) -> None:
    blocks = tuple(Block(kind, text) for text in (MONEY, LEAD, MONEY, DIGGERS))
    assert weave(blocks).blocks is blocks


@pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.CAPTION])
def test_short_headings_items_and_captions_may_come_again(kind: BlockKind) -> None:
    short = Block(kind, "Pictures by the town archive of Marn")
    prose = [Block(BlockKind.PARAGRAPH, text) for text in STORY]
    blocks = (short, prose[0], short, prose[1])
    assert weave(blocks).blocks is blocks


def test_a_table_inside_an_article_said_twice_keeps_all_its_rows_once() -> None:
    table = ("Model A", "Yes", "Yes", "Model B", "No", "Yes", "Model C", "Yes", "Yes")
    article = (*STORY[:3], *table, *STORY[3:])
    assert kept(*article, *article) == list(article)
    assert kept(*article, " ".join(article)) == list(article)


def test_an_article_that_ends_in_an_invitation_of_its_own_keeps_it() -> None:
    ending = "Look around the site of the town today to learn more!"
    article = (*STORY, ending)
    assert kept(*article, " ".join(article)) == list(article)


def test_credits_that_begin_many_paragraphs_do_not_go_with_a_copy() -> None:
    credit = "Photo: Per Lund."
    article = (LEAD, f"{credit} {DIGGERS}", MONEY, f"{credit} {OTTERS}")
    assert kept(*article[:3], LEAD, article[3]) == list(article)


def test_what_a_wrapper_says_beside_its_parts_stays_behind_them() -> None:
    assert kept(f"{LEAD} {DIGGERS} {MONEY} {OTTERS}", LEAD, DIGGERS, MONEY, FARMERS) == [
        LEAD,
        DIGGERS,
        MONEY,
        OTTERS,
        FARMERS,
    ]


def test_a_digest_after_the_whole_goes_and_the_end_of_the_whole_stays_there() -> None:
    ending = (
        "The mayor calls it the cheapest bridge the town will never have to build at all.",
        "On Sunday there is cake on both banks for all who come on foot, and music after it.",
        "A ferry is to go to and fro for those who can no longer walk so far, if it is found.",
        "Tickets for it cost as much as a loaf of bread, and children up to ten pay nothing.",
    )
    whole = (*STORY, *ending)
    assert kept(*whole, LEAD, ENGINEER, FARMERS) == list(whole)
    assert kept(*whole, LEAD, DIGGERS, ENGINEER, MONEY) == list(whole)
    assert kept(*whole, DIGGERS + MONEY) == list(whole)


def test_two_first_passes_and_the_whole_are_merged() -> None:
    one, two = (DIGGERS, MONEY, OTTERS), (LEAD, DIGGERS, ENGINEER, FARMERS)
    assert kept(*one, *two, "A river comes home", *STORY) == ["A river comes home", *STORY]


def test_two_passes_of_many_runs_are_merged_from_a_light_first_one_on() -> None:
    keepers = ("Ida", "Per", "Nora", "Olaf", "Tove", "Jens", "Mette", "Lars")
    kept_things = ("otters", "bees", "geese", "goats", "pigs", "doves", "eels", "mules")
    whole = [
        f"{keeper} has {things} behind the mill, {other} says, and sells {things} when it rains."
        for other in ("she", "he", "the miller", "nobody", "her aunt", "the state", "Rolf", "Siv")
        for keeper, things in zip(keepers, kept_things, strict=True)
    ]
    whole[2] = "Nora has none of them."
    assert kept(*whole[2::2], *whole) == whole


def test_a_stray_copy_does_not_hide_two_passes() -> None:
    given = (DIGGERS, MONEY, FARMERS, OTTERS, *STORY[:4], DIGGERS, *STORY[4:])
    assert kept(*given) == list(STORY)


def test_lines_that_come_again_in_numbers_are_a_list() -> None:
    lines = [
        f"What the {who} said at the meeting in the town hall"
        for who in ("mayor", "miller", "state")
    ]
    given = [*lines, *(text for pair in zip(lines, STORY, strict=False) for text in pair)]
    assert read(*given) == given


def test_a_head_that_two_tables_have_stays() -> None:
    head = "Model of the pump | Height in metres | Litres in a second | Price in crowns"
    given = [head, "Olsen | 4 | 9 | 900", LEAD, head, "Holm | 5 | 8 | 800"]
    assert read(*given) == given


def test_sections_built_alike_may_say_the_same() -> None:
    days = ((MONEY, LEAD), (FARMERS, OTTERS), (DIGGERS, ENGINEER), (MONEY, "Soup"))
    given = [
        line
        for breakfast, lunch in days
        for line in ("Breakfast", "Eat early", breakfast, "Lunch", "Eat slowly", lunch)
    ]
    assert read(*given) == given


def test_words_of_a_heading_are_not_cut_out_of_a_sentence() -> None:
    heading = "What are the old ways of the river through the town?"
    answer = "The old ways of the river through the town are told by reeds and by rows of willows."
    credit = "Ida Holm, engineer of the county of Marn"
    said = f"It runs where it ran, says {credit}. {DIGGERS}"
    assert kept(LEAD, heading, answer, said, credit) == [LEAD, heading, answer, said, credit]


def test_one_line_said_forty_thousand_times_is_said_once() -> None:
    assert kept(*[LEAD] * 40_000) == [LEAD]
    assert kept(" ".join([LEAD] * 40_000)) == [LEAD]
