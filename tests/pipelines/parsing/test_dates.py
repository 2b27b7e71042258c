from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.dates import find_date

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("Thứ 2", "Thứ Ba", "thứ tư", "Thứ 5", "THỨ SÁU", "Thứ Bảy", "Chủ nhật")
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
MINUTES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


def read(text: str) -> str | None:
    moment = find_date(text)
    return moment.isoformat(ZONE) if moment else None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thứ 4, Ngày 08/09/2021, 09:00", "2021-09-08T09:00:00+07:00"),
        ("ngày 08 tháng 9 năm 2021", "2021-09-08T00:00:00+07:00"),
        ("08/09/2021 9:00 SA", "2021-09-08T09:00:00+07:00"),
        ("08/09/2021 9:00 CH", "2021-09-08T21:00:00+07:00"),
        ("08/09/2021 12:30 SA", "2021-09-08T00:30:00+07:00"),
        ("08/09/2021 12:30 CH", "2021-09-08T12:30:00+07:00"),
        ("8/9/2021", "2021-09-08T00:00:00+07:00"),
        ("08-09-2021 14h30", "2021-09-08T14:30:00+07:00"),
        ("14 giờ 30 phút, ngày 08/9/2021", "2021-09-08T14:30:00+07:00"),
        ("09:00 | 08/09/2021", "2021-09-08T09:00:00+07:00"),
        ("Cập nhật lúc 09:00:15 ngày 08/09/2021", "2021-09-08T09:00:15+07:00"),
        ("08.09.2021 (09:00 GMT+7)", "2021-09-08T09:00:00+07:00"),
        ("2021-09-08T02:00:00Z", "2021-09-08T02:00:00+00:00"),
        ("2021-09-08T09:00:00+0700", "2021-09-08T09:00:00+07:00"),
        ("31/02/2021", None),
        ("1/2/21", None),
        ("số 12/08/2021/QĐ", "2021-08-12T00:00:00+07:00"),
        ("100/12/08/2021", None),
        ("năm 2021", None),
        ("", None),
    ],
)
def test_dates_of_every_form(text: str, moment: str | None) -> None:
    assert read(text) == moment


@given(DAYS, MINUTES)
def test_the_long_form_reads_back(day: date, clock: time) -> None:
    text = f"{WEEKDAYS[day.weekday()]}, Ngày {day:%d/%m/%Y}, {clock:%H:%M}"
    found = find_date(text)
    assert found is not None
    assert (found.day, found.clock, found.contradiction) == (day, clock, None)


@given(DAYS)
def test_a_date_in_words_reads_back(day: date) -> None:
    found = find_date(f"ngày {day.day} tháng {day.month:02} năm {day.year}")
    assert found is not None
    assert found.day == day


@given(DAYS, MINUTES)
def test_half_days_read_back(day: date, clock: time) -> None:
    hour = (clock.hour - 1) % 12 + 1
    found = find_date(f"{day:%d/%m/%Y} {hour}:{clock:%M} {'SA' if clock.hour < 12 else 'CH'}")
    assert found is not None
    assert (found.day, found.clock) == (day, clock)


@given(DAYS, st.integers(1, 6))
def test_a_weekday_that_is_not_the_dates_is_told(day: date, off: int) -> None:
    found = find_date(f"{WEEKDAYS[(day.weekday() + off) % 7]}, ngày {day:%d/%m/%Y}")
    assert found is not None
    assert found.day == day
    assert found.contradiction is not None
    assert day.isoformat() in found.contradiction


@given(DAYS, MINUTES)
def test_iso_dates_read_back(day: date, clock: time) -> None:
    aware = datetime.combine(day, clock, tzinfo=ZONE)
    assert read(aware.isoformat()) == aware.isoformat()


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    find_date(text)
