import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.text import normalise, words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  Tin\n\tTức ", "Tin Tức"),
        ("Tin\u00a0Tức", "Tin Tức"),
        ("\u200bTin\u200b Tức\ufeff", "Tin Tức"),
        ("phò\u00adng", "phòng"),
        (unicodedata.normalize("NFD", "Kế hoạch"), "Kế hoạch"),
        ("a \u200b b", "a b"),
        ("a\u2060 \u3000b", "a b"),
        ("\0x\x07", "x"),
        ("", ""),
    ],
)
def test_text_is_as_a_reader_sees_it(written: str, read: str) -> None:
    assert normalise(written) == read


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_composition_and_space_make_no_difference(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert normalise(f"\u00a0{decomposed}\n\u200b") == normalise(text)


def test_words_leave_marks_and_case() -> None:
    assert words('Kế hoạch "Toàn tỉnh", 2021.') == words("KẾ HOẠCH Toàn tỉnh - 2021")
