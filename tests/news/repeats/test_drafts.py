"""Texts are cut where their letters are, whatever stands between the letters."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from monitor.news.repeats.drafts import drafts_of, offsets_after
from monitor.news.repeats.letters import letters, weigh
from monitor.news.repeats.seams import cut_at_seams

words = st.text(
    alphabet="aZé7ßİ가河ำ็ก .,-–“”«»…\u00a0\u200b\u0301ﬁ", max_size=30
)  # letters that fold to two, join, or stand on others


@given(words)
def test_a_draft_covers_all_letters_in_order(text: str) -> None:
    draft = drafts_of([text])[text]
    spans = [text[start:end] for start, end in draft.spans]
    assert "".join(map(letters, spans)) == letters(text)
    assert all(piece == piece.strip() for piece in spans)


@given(words, st.data())
def test_a_cut_parts_text_and_key_at_the_same_letter(text: str, data: st.DataObject) -> None:
    draft = drafts_of([text])[text]
    long = [key for key in draft.keys if len(key) > 1 and key.isalnum()]
    if long:
        key = data.draw(st.sampled_from(long))
        draft.cut({key: {data.draw(st.integers(1, len(key) - 1))}})
        pieces = [letters(text[start:end]) for start, end in draft.spans]
        whole = letters(text)
        assert "".join(pieces) == "".join(draft.keys) == whole


def test_opening_quotes_go_with_what_follows() -> None:
    assert offsets_after("said so. “We know", [6]) == [9]


def test_unicode_forms_cost_nothing() -> None:
    text = "Đáng nói, ﬁle số ② của Ångström"
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert letters(unicodedata.normalize(form, text)) == letters(text)


def test_a_han_sign_weighs_more_than_a_letter() -> None:
    assert weigh("河上的吊桥") == 12.5
    assert weigh("river") == 5


def test_a_seam_is_found_where_another_text_begins() -> None:
    glued = (
        "The pumps are built by Olsen & Sons of Bergen in steelThe town has waited for eight years"
    )
    alone = "The town has waited for eight years"
    glued_draft, other = drafts_of([glued, alone]).values()
    assert cut_at_seams([glued_draft, other])
    assert [glued[start:end] for start, end in glued_draft.spans] == [glued[:-35], alone]


def test_a_seam_is_found_where_one_text_ends_as_another_begins() -> None:
    shared = "หลานชายของเธอจึงติดมอเตอร์ไฟฟ้าขนาดเล็กที่แทบไม่มีเสียงให้เรือทุกลำ"
    one, two = f"ป้าสมศรีขายก๋วยเตี๋ยวเรือมาตั้งแต่อายุสิบห้า{shared}", f"{shared}นักท่องเที่ยวเริ่มมาตั้งแต่เช้ามืด"
    drafts = list(drafts_of([one, two]).values())
    assert cut_at_seams(drafts)
    assert [draft.keys.count(letters(shared)) for draft in drafts] == [1, 1]


def test_words_that_merely_begin_alike_are_not_parted() -> None:
    texts = (
        "The winter market in the old harbour of Sandvik opens on Monday with forty stalls",
        "The winter market in the old harbour of Sandvik closes on Friday with a lottery",
    )
    drafts = list(drafts_of(texts).values())
    assert not cut_at_seams(drafts)
    assert [len(draft.keys) for draft in drafts] == [1, 1]


def test_no_piece_ends_inside_a_sign_that_stands_for_several() -> None:
    text = "¼The bridge was closed for the winter."
    (draft,) = drafts_of([text]).values()
    draft.cut({draft.keys[0]: {1, 2}})
    assert all(text[start:end].strip() for start, end in draft.spans)
