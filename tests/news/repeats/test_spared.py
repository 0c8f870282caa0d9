"""What an author says again on purpose, or says again with a difference, stays."""

import pytest

from monitor.news.article import read_blocks
from monitor.news.model import Block, BlockKind
from monitor.news.repeats import weave

LEAD = "The town of Marn will let its river back into the old bed, forty years after it was moved."
DIGGERS = "Three diggers started on Monday below the paper mill. The work is to last until autumn."
MONEY = "The state pays two thirds of the nine million, and a foundation for otters pays the rest."
FARMERS = "Farmers downstream fear for their meadows. They were promised a gate that can be shut."
BERTH = (
    "A place at the quay costs nothing for the first hour, and whoever stays longer pays for a day."
)

SPARED = {
    "a sentence beside one with another figure": (
        LEAD,
        f"In 2023 the mill sold 5 tons of flour a week to the bakers of the county. {BERTH}",
        MONEY,
        f"In 2024 the mill sold 6 tons of flour a week to the bakers of the county. {BERTH}",
    ),
    "a figure that goes on": (
        "The gate may be opened by hand, as it is told in full, with drawings, in chapter 1",
        LEAD,
        "The gate may be opened by hand, as it is told in full, with drawings, in chapter 10.",
    ),
    "a quotation in two sentences": (
        f"{DIGGERS} “No map of the county has ever shown the old bed of this river or told a child where it ran,” Ida Holm said.",
        MONEY,
        f"{FARMERS} “No map of the county has ever shown the old bed of this river or told a child where it ran,” Ida Holm had written.",
    ),
    "words that begin one sentence and end another": (
        "Meadows that the river floods in spring and that nobody may mow before the end of June",
        LEAD,
        "The plan is about meadows that the river floods in spring and that nobody may mow before the end of June.",
    ),
    "one of a series": (
        "You may vote for Ida Holm on the last page of this paper, by Friday.",
        LEAD,
        "You may vote for Per Lund on the last page of this paper, by Friday.",
        DIGGERS,
        "You may vote for Nora Dahl on the last page of this paper, by Friday.",
        MONEY,
        "You may vote for Olaf Berg on the last page of this paper, by Friday.",
        FARMERS,
        "You may vote for Ida Holm on the last page of this paper, by Friday.",
    ),
    "what leads to two lists": (
        "Whoever comes by boat for the whole week should bring along:",
        LEAD,
        "Whoever comes by boat for the whole week should bring along:",
        DIGGERS,
    ),
    "items that a sentence names": (
        "- A rope of at least ten metres",
        "- a lamp for the way back home",
        "- two days of bread and cheese",
        LEAD,
        f"{DIGGERS} Bring boots, a rope of at least ten metres, a lamp for the way back home, two days of bread and cheese.",
    ),
    "an item of two lists": (
        "- Boots that reach up to the knee, for the path is under water until May",
        "- A rope",
        LEAD,
        "- A lamp",
        "- Boots that reach up to the knee, for the path is under water until May",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPARED)
def test_what_is_said_again_on_purpose_stays(name: str) -> None:
    given = read_blocks(SPARED[name]).blocks
    assert weave(given).blocks == given


def kept(*texts: str) -> list[str]:
    return [
        block.text for block in weave([Block(BlockKind.PARAGRAPH, text) for text in texts]).blocks
    ]


def test_a_list_said_again_whole_goes() -> None:
    items = [f"• {text}" for text in (DIGGERS, MONEY, FARMERS)]
    assert kept(LEAD, *items, BERTH, *items) == [LEAD, *items, BERTH]


@pytest.mark.parametrize("joint", [" ", "", "\n"])
@pytest.mark.parametrize("more", ["", " Read more", " 阅读全文"])
def test_a_beginning_in_one_block_with_its_whole_goes(joint: str, more: str) -> None:
    teaser = f"{MONEY[:60]}…{more}"
    assert kept(LEAD, f"{teaser}{joint}{MONEY}", DIGGERS) == [LEAD, MONEY, DIGGERS]
    assert kept(LEAD, f"{DIGGERS} {teaser}{joint}{MONEY}") == [LEAD, DIGGERS, MONEY]


def test_a_speaker_who_hesitates_stays_as_heard() -> None:
    said = "“I can only say… I can only say that nobody in Marn ever asked us,” said the miller."
    given = [Block(BlockKind.PARAGRAPH, text) for text in (LEAD, said, MONEY)]
    assert list(weave(given).blocks) == given


def test_windows_that_share_their_ends_are_one_text_where_no_stop_parts_sentences() -> None:
    parts = (
        "แม่น้ำสายเก่าจะกลับมาไหลผ่านตลาดของเมืองอีกครั้งหลังจากสี่สิบปี",
        "รถขุดสามคันเริ่มทำงานตั้งแต่วันจันทร์ที่ริมโรงสีข้าวของหมู่บ้าน และจะขุดต่อไปจนถึงฤดูใบไม้ร่วง",
        "ชาวนาท้ายน้ำกลัวว่าทุ่งหญ้าของตนจะถูกน้ำท่วมเหมือนเมื่อก่อน",
    )
    assert kept(f"{parts[0]} {parts[1]}", f"{parts[1]} {parts[2]}") == [
        f"{parts[0]} {parts[1]}",
        parts[2],
    ]


def test_where_most_blocks_come_twice_at_once_rows_and_names_do_too() -> None:
    rows = [f"{name} {points} points" for name, points in (("Holm", 4), ("Lund", 7), ("Dahl", 9))]
    story = [LEAD, *rows, DIGGERS, "Results", MONEY, "Per Lund"]
    assert kept(*(text for text in story for _ in range(2))) == story


def test_a_part_of_the_text_in_one_block_far_before_it_goes() -> None:
    story = [LEAD, DIGGERS, MONEY, FARMERS, BERTH]
    assert kept(f"{FARMERS}\n{BERTH}", *story) == story


def test_a_section_said_again_does_not_begin_the_article() -> None:
    story = [LEAD, DIGGERS, MONEY, FARMERS, BERTH]
    assert kept(*story, DIGGERS, MONEY, FARMERS) == story


def test_one_scattered_copy_in_a_second_pass_does_not_end_it() -> None:
    whole = [f"{DIGGERS} {FARMERS}", LEAD, MONEY, BERTH, "The gate is blue.", "The mill is red."]
    assert kept(*whole, *whole[:4], whole[0], *whole[4:]) == whole


def test_sections_that_differ_but_in_a_figure_are_no_two_passes() -> None:
    hall = "During the summer fair of the town of Marn, the mill in the old meadow street {} shows a long river of glass made by Karoline Anastassen, acclaimed glass painter of the northern county, who has made a number of windows for the mill since 2013."
    called = "The installation – entitled ‘Windows after Windows after Windows ‘ and meant to show the new ‘ Meadows’ collection of lamps – confirms the clever {} of colour and the quiet way of telling that are known of Karoline Anastassen’s work."
    touch = "Visitors of the house may touch ‘The Coloured Lamps of the Meadow’ for {} minutes, says the keeper."
    given = [
        hall.format(15),
        called.format("use"),
        touch.format(5),
        hall.format(21),
        MONEY,
        called.format("Tanaka"),
        touch.format(9),
        BERTH,
        "‘The Coloured Lamps of the Meadow’",
        "Karoline Anastassen",
        "‘Windows after Windows after Windows’",
        "The mill",
    ]
    assert kept(*given) == given


def test_a_paragraph_that_begins_in_lower_case_is_found_behind_another() -> None:
    name = (
        "iSolde, the dredger of the county, goes up and down the river from March until the frost."
    )
    words = "what the miller and the mayor have to say about it"
    assert kept(f"{DIGGERS} {words}{name}", DIGGERS, words, name, MONEY)[-2:] == [name, MONEY]
