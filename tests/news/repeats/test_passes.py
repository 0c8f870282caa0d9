"""Articles that run through their text three times, and sections that only look like it."""

from monitor.news.model import Block, BlockKind
from monitor.news.repeats import weave

STORY = (
    "The town of Marn will let its river back into the old bed, forty years after it was moved.",
    "Three diggers started on Monday below the paper mill. The work is to last until autumn.",
    "“Water remembers where it was,” said Ida Holm, the engineer who drew the plans.",
    "The state pays two thirds of the nine million, and a foundation for otters pays the rest.",
    "Farmers downstream fear for their meadows. They were promised a gate that can be shut.",
    "Whether otters will come is another matter, for nobody in Marn has seen one since 1961.",
)


def kept(*texts: str) -> list[str]:
    return [
        block.text for block in weave([Block(BlockKind.PARAGRAPH, text) for text in texts]).blocks
    ]


def without(*gaps: int) -> list[str]:
    return [text for at, text in enumerate(STORY) if at not in gaps]


def test_three_passes_that_each_miss_another_passage_are_merged() -> None:
    assert kept(*without(1), *without(3), *without(4)) == list(STORY)


def test_what_only_one_of_three_passes_says_comes_back_to_its_place() -> None:
    assert kept(*without(3), *STORY, *without(3)) == list(STORY)
    assert kept(*without(4), *without(2), *without(2, 4)) == list(STORY)


def test_a_first_pass_of_inner_paragraphs_may_lack_a_long_lead() -> None:
    lead = " ".join(STORY[:3]) + " Nobody in the county has ever moved a river back before."
    end = "The first water is to run on the second of May, with a brass band and soup for all."
    whole = [lead, *STORY[3:], end]
    assert kept(*whole[1:], *whole) == whole


def test_a_title_that_the_end_begins_with_is_no_part_of_it() -> None:
    whole = ["Otters", *STORY[:4], "Otters will not come, says Rolf, who has never seen one alive."]
    assert kept(*STORY[:4], *whole) == whole


def test_a_line_that_a_digest_shares_with_the_article_by_chance_makes_no_pass_of_it() -> None:
    line = "[ Marn Post ]"
    quotes = [
        f"The {what} on the dam will be seen to by Rolf from the first week of March on."
        for what in ("lamps", "ropes", "doors")
    ]
    told = [f"{quote} {text}" for quote, text in zip(quotes, STORY[1:4], strict=True)]
    whole = [STORY[0], line, STORY[4], *told, line, STORY[5]]
    assert " ".join(kept(*quotes, *whole)) == " ".join(whole)


def test_rows_that_come_again_inside_a_pass_do_not_end_it() -> None:
    table = [
        "Pump 1",
        "4 GB",
        "Yes",
        "Pump 2",
        "4 GB",
        "No",
        "Pump 3",
        "4 GB",
        "Yes",
        "Pump 4",
        "No",
    ]
    whole = [STORY[0], "Pump 0", *table, *STORY[1:]]
    assert kept(*table, *STORY[2:5], *whole[:13], *STORY[1:3], *STORY[4:]) == whole


def test_a_sentence_that_the_end_says_again_does_not_end_the_second_pass() -> None:
    again = "So says the whole of the town."
    whole = [f"{STORY[0]} {again}", *STORY[1:5], f"{STORY[5]} {again}", "Photographs by Rolf Lund."]
    assert kept(*whole, whole[0], " ".join(whole[1:4]), *whole[4:]) == whole


def test_a_wrapper_that_lacks_one_of_its_parts_is_a_pass() -> None:
    assert kept(" ".join(without(3)), *STORY) == list(STORY)
    assert kept(" ".join(STORY), *without(3)) == list(STORY)


def test_the_last_of_many_sections_built_alike_are_not_passes() -> None:
    soups = (
        "Soup of onions",
        "Soup of barley",
        "Soup of lentils",
        "Soup of barley",
        "Soup of barley",
    )
    mains = (
        "Stew with bacon",
        "Stew with leeks",
        "Fish with leeks",
        "Fish with leeks",
        "Fish with leeks",
    )
    weeks = [
        line
        for week, (soup, main) in enumerate(zip(soups, mains, strict=True), 1)
        for line in (
            f"What the miller cooks in week {week}",
            f"{soup}, a loaf of rye, and two eggs for whoever has to dig until noon.",
            "A spoon of honey.",
            f"{main}, and potatoes for whoever comes home after the lamps are lit.",
            "A cup of buttermilk.",
        )
    ]
    assert kept(*weeks) == weeks


ENDING = tuple(
    f"{name} of Marn keeps {what} behind the mill and will not move them for any river."
    for name, what in (("Ida", "geese"), ("Per", "bees"), ("Nora", "goats"), ("Olaf", "eels"))
)
WHOLE = [*STORY, *ENDING]


def test_a_sentence_that_stutters_in_one_pass_does_not_hide_two() -> None:
    first_pass = [WHOLE[at] for at in (2, 3, 4, 7, 8)]
    second_pass = [f"{WHOLE[0]} {WHOLE[0]}", *WHOLE[1:4], *WHOLE[5:]]
    assert kept(*first_pass, *second_pass) == WHOLE


def test_a_block_that_says_a_refrain_twice_stays_where_it_comes_back() -> None:
    refrain = "And still the river rose, and nobody in the town slept. " * 2
    given = [text for part in STORY[:4] for text in (part, refrain.strip())]
    assert kept(*given) == given


def test_what_is_no_pass_as_a_whole_is_none_in_part() -> None:
    assert kept(*WHOLE, *(WHOLE[at] for at in (2, 5, 6, 7))) == WHOLE


def test_a_first_pass_may_begin_with_a_row_that_comes_again() -> None:
    table = [
        *("Model 1", "Yes", "from 300 euros", "Model 2", "No", "Model 3", "from 300 euros"),
        *("Model 4", "from 300 euros", "Yes", "Model 5", "No"),
    ]
    whole = [*table, *STORY]
    assert kept(*whole[2:], *whole) == whole
    assert kept(*whole[2:14], *whole[15:], *whole) == whole


def test_rows_of_figures_that_are_glued_are_parted_between_two_copies() -> None:
    rows = [
        f"{place} {name} of Marn 50{place} 0 1 {place}"
        for place, name in enumerate(
            ("Ida Karoline", "Per Olaf", "Nora Mette", "Olaf Jens", "Tove Marie", "Lars Emil"), 1
        )
    ]
    whole = [STORY[0], *rows, STORY[3]]
    glued = [STORY[0], rows[0] + rows[1], *rows[2:4], rows[4] + rows[5], STORY[3]]
    assert kept(*whole, *glued) == whole


def test_a_line_in_lower_case_that_is_glued_behind_a_copy_is_parted_from_it() -> None:
    whole = [STORY[0], STORY[1], "fish from the river and the sea", *STORY[2:]]
    glued = [STORY[0], STORY[1] + whole[2], *whole[3:]]
    assert kept(*glued, *whole) == whole
