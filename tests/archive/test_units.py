"""Durations and sizes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.units import BYTES, SECONDS, parse_duration, parse_size


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("0s", timedelta(0)),
        ("90s", timedelta(seconds=90)),
        ("15m", timedelta(minutes=15)),
        ("6h", timedelta(hours=6)),
        ("1d", timedelta(days=1)),
        ("2W", timedelta(weeks=2)),
        ("1d12h", timedelta(days=1.5)),
        (" 1d 12h ", timedelta(days=1.5)),
        ("0.5h", timedelta(minutes=30)),
    ],
)
def test_durations(text, duration):
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["", "1", "d", "-1d", "1y", "1d x", "một ngày", "١d", "1e3s"])
def test_what_is_no_duration(text):
    with pytest.raises(ValueError, match="is no duration; write it like"):
        parse_duration(text)


def test_too_long_a_duration():
    with pytest.raises(ValueError, match="too long"):
        parse_duration("999999999w")


@given(st.integers(0, 99_999), st.sampled_from(sorted(SECONDS)))
def test_any_whole_duration(number, unit):
    assert parse_duration(f"{number}{unit}") == timedelta(seconds=number * SECONDS[unit])


@given(st.text(max_size=12))
def test_any_text_is_a_duration_or_a_value_error(text):
    try:
        duration = parse_duration(text)
    except ValueError:
        return
    assert duration >= timedelta(0)


@pytest.mark.parametrize(
    ("text", "size"),
    [("512", 512), ("100MB", 100_000_000), ("64 KiB", 65_536), ("1.5kb", 1500), ("2GiB", 2 << 30)],
)
def test_sizes(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "MB", "-1MB", "1XB", "1MBs", "much"])
def test_what_is_no_size(text):
    with pytest.raises(ValueError, match="is no size; write it like"):
        parse_size(text)


@given(st.integers(0, 10**6), st.sampled_from(sorted(BYTES)))
def test_any_whole_size(number, unit):
    assert parse_size(f"{number}{unit}") == number * BYTES[unit]
