from datetime import datetime

import pytest

from scraper.demo.content.first import VIETNAM
from scraper.demo.pages.dates import long_date, meridiem_date, words_date

MOMENT = datetime(2021, 9, 8, 9, 0, tzinfo=VIETNAM)


def test_the_spellings_of_real_portals():
    assert long_date(MOMENT) == "Thứ 4, Ngày 08/09/2021, 09:00"
    assert words_date(MOMENT) == "ngày 08 tháng 9 năm 2021"
    assert meridiem_date(MOMENT) == "08/09/2021 9:00 SA"


@pytest.mark.parametrize(
    ("hour", "shown"), [(0, "12:00 SA"), (12, "12:00 CH"), (13, "1:00 CH"), (23, "11:00 CH")]
)
def test_hours_of_two_halves(hour, shown):
    assert meridiem_date(MOMENT.replace(hour=hour)).endswith(shown)


def test_sundays_have_no_number():
    assert long_date(MOMENT.replace(day=12)).startswith("Chủ nhật,")
