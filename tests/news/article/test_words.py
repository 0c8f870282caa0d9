"""What a short line begins like, and what it says, is told in any language; sentences are not."""

from itertools import permutations

import pytest

from monitor.news.article.blocks import read_layout
from monitor.news.article.measures import measure_texts
from monitor.news.article.words import (
    Groups,
    line_groups,
    markup_groups,
    saying_bits,
    saying_groups,
)
from monitor.news.tree import parse

SENTENCE = "The harbour office counted every ferry that left the pier before noon. "


def groups(text: str, tag: str = "p") -> set[str]:
    """Return the groups of a page's only line."""
    texts = measure_texts(read_layout(parse(f"<{tag}>{text}</{tag}>")).candidates, "")
    names = [*line_groups().names, *(f"saying-{name}" for name in saying_groups())]
    bits = int(texts.lines[0])
    return {name for at, name in enumerate(names) if bits >> at & 1}


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ("Read more: Tram drivers vote", "related"),
        ("▪ Lees ook: de pont", "related"),
        ("📱 Assine a newsletter", "signup"),
        ("（责任编辑：王敏）", "credit"),
        ("相关阅读：市议会推迟表决", "related"),
        ("关注我们", "share"),
        ("- Advertisement -", "advert"),
    ],
)
def test_a_line_is_told_by_its_beginning(line: str, group: str) -> None:
    assert group in groups(line)


@pytest.mark.parametrize(
    "line",
    [
        "相关负责人表示，三号码头将在年底前投入使用。",
        "记者从市政府获悉，三号码头将在年底前投入使用。",
        "更多的人选择坐船上班。",
        "编辑部里没有人说话。",
        "他在摄影展上看到了这张照片。",
        "회원들은 모두 배를 탔다.",
    ],
)
def test_a_sentence_that_begins_alike_is_none(line: str) -> None:
    assert groups(line) == set()


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ("Every Friday our newsletter brings the best of the coast.", "saying-signup"),
        ("扫描二维码，关注江城新闻网官方微信。", "saying-signup"),
        ("本网站文章未经授权不得转载。", "saying-legal"),
        ("Il vous reste 68 % de cet article. La suite est réservée aux abonnés.", "saying-wall"),
        ("读者在长椅上看书。周晓岚 摄", "saying-photo"),
        ("Lamps on the pier. Photo: Ann Lowe", "saying-photo"),
        ("この記事は有料会員限定です。", "saying-wall"),
    ],
)
def test_a_line_is_told_by_what_it_says_anywhere(line: str, group: str) -> None:
    assert group in groups(line)


def test_long_text_says_nothing_by_a_word() -> None:
    assert groups(SENTENCE * 5 + "Our newsletter told of it.") == set()
    assert groups("码头的工人说，" * 25 + "二维码贴在墙上。") == set()


def test_every_saying_is_found_in_a_text_that_has_it() -> None:
    for bit, words in enumerate(saying_groups().values()):
        for word in words:
            told = saying_bits([SENTENCE, f"{SENTENCE}{word.removesuffix(chr(10))}", SENTENCE])
            assert told.tolist() == [0, told[1], 0], word
            assert told[1] >> bit & 1, word


@pytest.mark.parametrize("groups", [markup_groups(), line_groups()], ids=["markup", "lines"])
def test_no_word_of_a_list_begins_with_another(groups: Groups) -> None:
    for alike in groups.beginnings.values():
        for (word, bit), (other, same) in permutations(alike, 2):
            assert bit != same or not word.startswith(other), (word, other)


def test_no_saying_holds_another_of_its_list() -> None:
    for words in saying_groups().values():
        for word, other in permutations(words, 2):
            assert other not in word, (word, other)
