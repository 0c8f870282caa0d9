"""What is denied, hearsay or planned, and what counts against a verdict, is said in its reasons."""

import pytest

from monitor.news.model import Role
from tests.news.topic.conftest import Judge


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Microsoft denies closing its AI lab in Beijing", "Something is denied."),
        ("Nvidia does not plan an AI lab in Shanghai, Huang says", "Something is denied."),
        ("Microsoft has never had an AI lab in Beijing", "Something is denied."),
        ("微软否认关闭北京人工智能实验室", "Something is denied."),
        ("Microsoft bác bỏ tin đóng cửa phòng thí nghiệm AI ở Bắc Kinh", "Something is denied."),
        ("Microsoft reportedly closes its AI lab in Beijing", "It is hearsay"),
        ("Apple said to plan AI lab in Shenzhen", "It is hearsay"),
        ("传言称苹果在深圳设立人工智能研究中心", "It is hearsay"),
        ("Bosch plans AI research centre in Wuxi", "It is a plan."),
        ("Tesla might build AI training centre in Shanghai", "It is a plan."),
        ("Microsoft to close its AI lab in Beijing", "It is a plan."),
        ("博世计划在无锡设立人工智能研究中心", "It is a plan."),
        ("Bosch có kế hoạch mở trung tâm nghiên cứu AI tại Vô Tích", "It is a plan."),
    ],
)
def test_what_is_denied_hearsay_or_a_plan_is_flagged_and_said(
    verdict: Judge, title: str, told: str
) -> None:
    found = verdict(title, "")
    assert found.flagged
    assert any(reason.startswith(told) for reason in found.reasons), found.reasons


def test_what_is_done_is_no_plan_and_nothing_of_it_is_denied(verdict: Judge) -> None:
    reasons = " ".join(verdict("Bosch opens AI research centre in Wuxi", "").reasons)
    assert "plan" not in reasons
    assert "denied" not in reasons
    assert "hearsay" not in reasons


def test_who_is_asked_about_a_laboratory_is_not_said_to_ask(verdict: Judge) -> None:
    found = verdict(
        "US senators question Microsoft over its AI lab in Beijing",
        "Two US senators asked Microsoft why it still runs an artificial intelligence lab in Beijing.",
    )
    assert found.events == ("scrutiny",)
    assert "Scrutiny of Microsoft in Beijing." in found.reasons


def test_a_place_in_hong_kong_is_said_to_count_apart(verdict: Judge) -> None:
    apart = "It stands in Hong Kong or Macau, which are counted apart."
    assert apart in verdict("Siemens opens AI lab in Hong Kong", "").reasons
    assert apart not in verdict("Siemens opens AI lab in Suzhou", "").reasons


def test_a_lab_of_the_country_itself_is_told_as_evidence_against(verdict: Judge) -> None:
    title, lead = "Siemens opens AI lab in Suzhou", "Siemens has opened an AI lab in Suzhou."
    found = verdict(title, lead, "Huawei has an AI lab in Shenzhen.")
    against = "Against: it also tells of a place of research of the country's own."
    assert found.flagged
    assert against in found.reasons
    assert [each.text for each in found.evidence if each.role is Role.AGAINST] == ["Huawei"]
    assert against not in verdict(title, lead).reasons
