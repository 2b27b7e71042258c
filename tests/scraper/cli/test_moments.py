from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.cli.moments import parse_moment

HANOI = timezone(timedelta(hours=7))
NOW = datetime(2021, 9, 10, 3, 30, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-09-08", datetime(2021, 9, 8, tzinfo=HANOI)),
        ("20210908", datetime(2021, 9, 8, tzinfo=HANOI)),
        (" 2021-09-08 09:00 ", datetime(2021, 9, 8, 9, tzinfo=HANOI)),
        ("2021-09-08T02:00:00Z", datetime(2021, 9, 8, 2, tzinfo=UTC)),
        ("2021-09-08T02:00:00.000001Z", datetime(2021, 9, 8, 2, 0, 0, 1, tzinfo=UTC)),
        ("today", datetime(2021, 9, 10, tzinfo=HANOI)),
        ("Yesterday", datetime(2021, 9, 9, tzinfo=HANOI)),
        ("2d", datetime(2021, 9, 8, 3, 30, tzinfo=HANOI)),
        ("6h", datetime(2021, 9, 9, 21, 30, tzinfo=HANOI)),
    ],
)
def test_read_in_the_readers_own_zone(text: str, moment: datetime) -> None:
    assert parse_moment(text, NOW) == moment


@pytest.mark.parametrize("text", ["2021-09-08", "20210908"])
def test_the_end_of_a_day(text: str) -> None:
    assert parse_moment(text, NOW, end=True) == datetime(2021, 9, 8, 23, 59, 59, 999999, HANOI)


def test_a_time_of_day_has_no_end() -> None:
    assert parse_moment("2021-09-08T09:00", NOW, end=True) == datetime(2021, 9, 8, 9, tzinfo=HANOI)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2021-13-01",
        "2021-09-08T25:00",
        "9999999999",
        "999999999w",
        "-2d",
        "0001-01-01",
        "9999-12-31",
        "100000w",
    ],
)
def test_anything_else_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 2021-09-08"):
        parse_moment(text, NOW)


@given(st.text(max_size=30))
def test_no_text_does_worse_than_that(text: str) -> None:
    with suppress(ValueError):
        assert parse_moment(text, NOW).tzinfo is not None
