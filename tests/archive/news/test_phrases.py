"""What an edit altered, as pairs of a few words."""

from hypothesis import given
from hypothesis import strategies as st

from archive.news.phrases import Phrase, phrases


def test_what_was_altered_keeps_words_before_it():
    before = "Các sở nộp báo cáo đến ngày 30/9. Trân trọng."
    assert phrases(before, before.replace("30/9", "15/10")) == [
        Phrase("báo cáo đến ngày 30/9", "báo cáo đến ngày 15/10")
    ]


def test_what_begins_a_line_keeps_words_after_it():
    assert phrases("7,6 triệu USD trong quý ba năm nay", "8,6 triệu USD trong quý ba năm nay") == [
        Phrase("7,6 triệu USD trong quý", "8,6 triệu USD trong quý")
    ]


def test_what_came_or_went_stands_alone():
    assert phrases("Điều 1.", "Điều 1. Điều 2.") == [Phrase("", "Điều 2.")]
    assert phrases("Điều 1.\n\nĐiều 2.", "Điều 1.") == [Phrase("Điều 2.", "")]
    assert phrases("thi đua", "thi đua, Covid-19") == [Phrase("", "Covid-19")]
    assert phrases("thi đua", "thi đua,") == [Phrase("", ",")]


def test_each_place_is_one():
    assert len(phrases("a b c d e f g h", "a x c d e f y h")) == 2


def test_the_line_before_is_left_out():
    assert phrases("một hai\n\n30/9", "một hai\n\n15/10") == [Phrase("30/9", "15/10")]


def test_long_ones_are_cut_between_words():
    (phrase,) = phrases("", "chữ " * 500)
    assert phrase.after.endswith("chữ …")
    assert len(phrase.after) < 170


@given(st.text("ab, \n", max_size=30), st.text("ab, \n", max_size=30))
def test_a_phrase_is_one_line_and_says_something_unless_blanks_alone_differ(before, after):
    found = phrases(before, after)
    for phrase in found:
        assert "\n" not in phrase.before + phrase.after
    if before.split() != after.split():
        assert any(phrase.before != phrase.after for phrase in found)
