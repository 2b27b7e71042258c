"""Sentences that other parts wrote are told in the reader's language."""

import pytest

from archive.web.language import ENGLISH, VIETNAMESE, speak
from archive.web.sayings import SAYINGS, retell

NO_VERSION = "Article 7 has no version 9: it has 1 to 2."


@pytest.fixture(autouse=True)
def vietnamese():
    speak(VIETNAMESE)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (NO_VERSION, "Bài viết 7 không có phiên bản 9: chỉ có từ 1 đến 2."),
        ("763 captures in 5 files", "763 bản chụp trong 5 tệp"),
        ("the article has no text", "bài viết không có chữ"),
        ("declared as nothing, read as cp1258", "khai là nothing, đọc theo cp1258"),
        ("something that nobody foresaw", "something that nobody foresaw"),
    ],
)
def test_sayings_are_retold(said, told):
    assert retell(said) == told


def test_times_in_them_are_told_as_clocks_show_them():
    said = (
        "Article 7 was not in the archive at 2021-09-07T17:00:00.000000Z: "
        "it was first seen at 2021-09-08T02:00:00.000000Z."
    )
    assert "00:00, 8/9/2021" in retell(said)
    assert "09:00, 8/9/2021" in retell(said)


def test_english_stays_as_it_is():
    speak(ENGLISH)
    assert retell(NO_VERSION) == NO_VERSION
    speak(VIETNAMESE)


@pytest.mark.parametrize("saying", SAYINGS)
def test_each_saying_knows_itself(saying):
    assert retell(saying) != saying
