import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.counts import parse_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("194", 194), ("1.234", 1234), ("1,234", 1234), ("1.234.567", 1_234_567), ("12,5K", 12_500),
        ("12.5k", 12_500), ("3K", 3000), ("1,2 triệu", 1_200_000), ("4 nghìn", 4000), (" 7 ", 7),
        ("1,5", None), ("1.23", None), ("1.234,567", None), ("", None), ("nhiều", None),
        ("1234.567", None), ("-3", None),
    ],
)  # fmt: skip
def test_counters_of_every_form(text: str, count: int | None) -> None:
    assert parse_count(text) == count


@given(st.integers(0, 10**9), st.sampled_from(",. "))
def test_groups_of_thousands_read_back(count: int, mark: str) -> None:
    assert parse_count(f"{count:,}".replace(",", mark)) == count
