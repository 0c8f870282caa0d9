"""What happens is tied to who it happens to, and where; of two organisations to each its own."""

import pytest

from tests.news.topic.conftest import Judge

CLOSED = ("closure", "Amazon", "Shanghai")
OPENED = ("opening", "Siemens", "Suzhou")


@pytest.mark.parametrize(
    ("title", "blocks", "told"),
    [
        (
            "AWS closes its Shanghai AI lab while Nvidia praises Chinese talent",
            ["Amazon has shut its AI lab in Shanghai.", "Nvidia praised engineers in Taipei."],
            {CLOSED},
        ),
        (
            "Amazon closes AI lab in Shanghai, Siemens opens one in Suzhou",
            ["Amazon closed its AI lab in Shanghai. Siemens opened an AI lab in Suzhou."],
            {CLOSED, OPENED},
        ),
        (
            "外企AI实验室动态",
            ["亚马逊关闭了上海人工智能实验室。", "西门子在苏州启用人工智能实验室。"],
            {CLOSED, OPENED},
        ),
        (
            "Siemens opens AI lab in Suzhou",
            [*["Nothing else is new."] * 9, "Amazon closed its AI lab in Shanghai."],
            {OPENED},
        ),
    ],
)
def test_each_event_is_said_of_its_own_organisation_and_city(
    verdict: Judge, title: str, blocks: list[str], told: set[tuple[str, str, str]]
) -> None:
    found = verdict(title, *blocks).happenings
    assert {(each.event, each.organisation, each.place) for each in found} == told
