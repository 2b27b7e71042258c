from datetime import timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from archive.diffing.words import Op, Part
from scraper.cli.terminal import compared, excerpt, marked, plain, shown_time


@given(st.text())
def test_archived_text_can_not_steer_the_terminal(text: str) -> None:
    shown = plain(text).plain
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in shown)
    assert not any(127 <= ord(letter) < 160 for letter in shown)


def test_an_escape_is_shown_as_a_hole_and_markup_as_it_stands() -> None:
    assert plain("\x1b[31mđỏ [bold]").plain == "\ufffd[31mđỏ [bold]"
    assert plain("ab\u202ecd").plain == "ab\ufffdcd"


def test_times_are_shown_in_a_zone() -> None:
    hanoi = timezone(timedelta(hours=7))
    assert shown_time("2021-09-08T18:00:00.000001Z", hanoi) == "2021-09-09 01:00:00+07:00"
    assert shown_time(None, hanoi) == "–"


def test_marks_can_be_read_without_colour() -> None:
    parts = [Part(Op.SAME, "đến "), Part(Op.REMOVED, "30/9"), Part(Op.ADDED, "15/10")]
    assert marked(parts).plain == "đến [-30/9-]{+15/10+}"


def test_an_excerpt_keeps_what_stands_next_to_a_change() -> None:
    long = "a" * 50 + "b" * 50
    parts = [Part(Op.SAME, long), Part(Op.ADDED, "x"), Part(Op.SAME, long), Part(Op.REMOVED, "y")]
    shortened = [part.text for part in excerpt([*parts, Part(Op.SAME, long)], context=2)]
    assert shortened == ["… bb", "x", "aa … bb", "y", "aa …"]
    kept = excerpt([Part(Op.SAME, long + " "), Part(Op.ADDED, "x")], context=2)
    assert kept[0].text == "… b "


def test_attachments_are_compared_as_people_read_them() -> None:
    named = '{"url": "https://a.example/f.pdf", "filename": "f.pdf", "label": %s}'
    parts = compared("attachments", named % '"Kế hoạch"', named % '"Kế hoạch sửa đổi"')
    shown = "Kế hoạch{+ sửa đổi+}: f.pdf <https://a.example/f.pdf>"
    assert marked(parts).plain == shown
    assert compared("body_text", '{"a"', '{"a"') == [Part(Op.SAME, '{"a"')]
