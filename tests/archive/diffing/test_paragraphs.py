"""Paragraph by paragraph: what stands against what, what moved."""

from hypothesis import given
from hypothesis import strategies as st

from archive.diffing.paragraphs import Change, align_paragraphs
from archive.diffing.words import Op

ONE = "Nộp hồ sơ đến ngày 30/9 tại trụ sở."
OTHER = "Nộp hồ sơ đến ngày 15/10 tại trụ sở."
RAIN = "Mưa lớn gây ngập nhiều tuyến đường."
UNITY = "Toàn dân đoàn kết chống dịch."


def changes(before, after):
    rows = align_paragraphs("\n\n".join(before), "\n\n".join(after))
    return [(row.change.value, row.before, row.after) for row in rows]


def test_like_stands_against_like():
    assert changes([UNITY, ONE, RAIN], [UNITY, OTHER, RAIN]) == [
        ("same", UNITY, UNITY),
        ("changed", ONE, OTHER),
        ("same", RAIN, RAIN),
    ]
    (row,) = [r for r in align_paragraphs(ONE, OTHER) if r.change is Change.CHANGED]
    assert [part.text for part in row.parts if part.op is not Op.SAME] == ["30/9", "15/10"]


def test_unlike_went_and_came():
    assert changes([UNITY], [RAIN]) == [("removed", UNITY, ""), ("added", "", RAIN)]


def test_what_changed_beside_what_came():
    assert changes([ONE], [RAIN, OTHER]) == [("added", "", RAIN), ("changed", ONE, OTHER)]


def test_a_move_is_a_move():
    assert changes([RAIN, UNITY, ONE], [UNITY, ONE, RAIN]) == [
        ("moved-away", RAIN, ""),
        ("same", UNITY, UNITY),
        ("same", ONE, ONE),
        ("moved-here", "", RAIN),
    ]


PARAGRAPHS = st.lists(st.sampled_from([ONE, OTHER, RAIN, UNITY, "x", "y"]), max_size=8)


@given(PARAGRAPHS, PARAGRAPHS)
def test_both_texts_are_there_whole_and_in_order(before, after):
    rows = align_paragraphs("\n\n".join(before), "\n\n".join(after))
    assert [row.before for row in rows if row.before] == before
    assert [row.after for row in rows if row.after] == after
