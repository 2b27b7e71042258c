"""Spelling rules against words that everybody knows."""

import unicodedata

import pytest

from pipelines.parsing.documents.syllables import is_syllable, split_syllables

GOOD = (
    "kế hoạch quyết định quỳnh nguyễn giếng gì gìn giữa xoong khuya thuở nghiêng nghỉ ngã kỹ ký"
    " quả thuyền yêu ý uỷ ủy oai khoẻ khỏe hoặc ngoằn khuếch nguyệt huýt quẩy đường hươu bưu tiếng"
    " soóc quờ thuế quân trưởng cuộc buồn xoay quốc a"
)
BAD = "cac tạp2 ngê cê gê zịt blọ trươg management shown with tốóc hoạchh ủyy w f"


@pytest.mark.parametrize("word", GOOD.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", BAD.split())
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_wants_nfc() -> None:
    assert is_syllable("hoạch")
    assert not is_syllable(unicodedata.normalize("NFD", "nguyễnh"))


def test_splits_only_where_one_way_is_open() -> None:
    assert split_syllables("phòngchống") == ["phòng", "chống"]
    assert split_syllables("thựchiện") is None  # thực hiện, thự chiện
    assert split_syllables("xyz") is None
    assert split_syllables("a" * 500) is not None


def test_a_bomb_of_ambiguity_ends() -> None:
    assert split_syllables("ano" * 2000) is None
