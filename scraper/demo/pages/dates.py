"""Dates as Vietnamese portals write them."""

from datetime import datetime

from scraper.demo.content.story import Dateline, Story


def weekday(moment: datetime) -> str:
    """Return `Thứ 2` to `Thứ 7`, or `Chủ nhật`."""
    return "Chủ nhật" if moment.weekday() == 6 else f"Thứ {moment.weekday() + 2}"


def long_date(moment: datetime) -> str:
    """Return `Thứ 4, Ngày 08/09/2021, 09:00`."""
    return f"{weekday(moment)}, Ngày {moment:%d/%m/%Y, %H:%M}"


def short_date(moment: datetime) -> str:
    """Return `08/09/2021`."""
    return f"{moment:%d/%m/%Y}"


def words_date(moment: datetime) -> str:
    """Return `ngày 08 tháng 9 năm 2021`."""
    return f"ngày {moment:%d} tháng {moment.month} năm {moment.year}"


def meridiem_date(moment: datetime) -> str:
    """Return `08/09/2021 9:00 SA`, or `CH` after noon."""
    half = "SA" if moment.hour < 12 else "CH"
    return f"{moment:%d/%m/%Y} {(moment.hour - 1) % 12 + 1}:{moment:%M} {half}"


def datelines(story: Story, now: datetime) -> tuple[str, str]:
    """Return the lines above and below the title of an article."""
    published = story.published
    match story.dateline:
        case Dateline.LONG:
            return long_date(published), short_date(published)
        case Dateline.CLOCK:
            return long_date(now), short_date(published)
        case Dateline.WORDS:
            return "", words_date(published)
        case Dateline.MERIDIEM:
            return "", meridiem_date(published)
        case _:
            return "", ""
