from datetime import UTC, datetime

import pytest

from scraper.fetching.waiting import backoff, retry_after

NOW = datetime(2021, 9, 8, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("0", 0),
        ("Wed, 08 Sep 2021 02:01:30 GMT", 90),
        ("Wed, 08 Sep 2021 09:01:30 +0700", 90),
        ("Wed, 08 Sep 2021 02:00:10 -0000", 10),
        ("Wed, 08 Sep 2021 01:00:00 GMT", 0),
        ("9" * 400, 999999999),
    ],
)
def test_a_number_or_a_date_says_how_long(value: str, seconds: float) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    "value", [None, "", "soon", "-5", "1.5", "٣", "Wed, 99 Sep 2021 02:01:30 GMT"]
)
def test_anything_else_says_nothing(value: str | None) -> None:
    assert retry_after(value, NOW) is None


def test_each_try_waits_twice_as_long() -> None:
    assert [backoff(2.0, tries) for tries in (1, 2, 3, 4)] == [2, 4, 8, 16]
