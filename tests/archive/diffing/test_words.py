from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.diffing import words
from archive.diffing.words import Op, Part, diff_words

TEXTS = st.text(st.sampled_from("aăđ1/.,- \n\u00a0"), max_size=60)


def _joined(parts: list[Part], left_out: Op) -> str:
    return "".join(part.text for part in parts if part.op is not left_out)


@given(TEXTS, TEXTS)
def test_nothing_is_lost_or_made_up(before: str, after: str) -> None:
    parts = diff_words(before, after)
    assert _joined(parts, Op.ADDED) == before
    assert _joined(parts, Op.REMOVED) == after
    assert all(part.text for part in parts)
    assert all(a.op != b.op for a, b in pairwise(parts))


@given(TEXTS)
def test_equal_texts_differ_in_nothing(text: str) -> None:
    assert diff_words(text, text) == ([Part(Op.SAME, text)] if text else [])


def test_a_syllable_is_the_unit_and_a_date_is_one_word() -> None:
    assert diff_words("đến ngày 30/9 theo kế hoạch", "đến ngày 15/10 theo kế hoạch") == [
        Part(Op.SAME, "đến ngày "),
        Part(Op.REMOVED, "30/9"),
        Part(Op.ADDED, "15/10"),
        Part(Op.SAME, " theo kế hoạch"),
    ]


def test_a_document_number_is_one_word() -> None:
    parts = diff_words("số 4500/KH-UBND.", "số 4501/KH-UBND.")
    assert [part.text for part in parts] == ["số ", "4500/KH-UBND", "4501/KH-UBND", "."]


def test_a_passage_rewritten_is_not_torn_into_words() -> None:
    assert diff_words("bị hủy bỏ rồi", "được thay đổi rồi") == [
        Part(Op.REMOVED, "bị hủy bỏ"),
        Part(Op.ADDED, "được thay đổi"),
        Part(Op.SAME, " rồi"),
    ]


def test_a_paragraph_added_leaves_its_neighbours_alone() -> None:
    assert diff_words("Một.\n\nBa.", "Một.\n\nHai.\n\nBa.") == [
        Part(Op.SAME, "Một.\n\n"),
        Part(Op.ADDED, "Hai.\n\n"),
        Part(Op.SAME, "Ba."),
    ]


def test_words_are_counted_without_signs() -> None:
    assert Part(Op.ADDED, " - số 4500/KH-UBND, ngày 07.\n").words == 4


def test_what_is_too_long_to_align_counts_as_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "LIMIT", 8)
    assert diff_words("một hai ba", "một hai bốn") == [
        Part(Op.REMOVED, "một hai ba"),
        Part(Op.ADDED, "một hai bốn"),
    ]
