"""The words by which a reader finds the way on a news page, as patterns over its lines."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipelines.parsing.counts import COUNT, parse_count
from pipelines.parsing.dates import Moment, date_at, find_date, find_dates, has_year
from pipelines.parsing.lines import Line

_NAME = (
    r"(?:tổng\s+)?(?:số\s+)?lượt\s+(?:người\s+)?(?:xem|đọc)(?:\s+(?:tin|bài|trang))?"
    r"|số\s+(?:lần|người)\s+(?:xem|đọc)|đã\s+(?:xem|đọc)|views?|hits"
)
_UNIT = r"lượt\s+(?:người\s+)?(?:xem|đọc)|views?|(?:người|lần)\s+(?:xem|đọc)"
_VIEWS = re.compile(
    rf"\b(?:{_NAME})\b(?:\s*:?\s*views?\b)?\s*:?\s*(?P<after>{COUNT})?(?:\s*lượt\b)?"
    rf"|(?P<before>{COUNT})\s*(?:{_UNIT})\b",
    re.IGNORECASE,
)
_COUNT_LINE = re.compile(rf"\W*(?:views?\s*:?\s*)?(?P<count>{COUNT})(?:\s*lượt)?\W*", re.IGNORECASE)
_FURNITURE = re.compile(
    r"\b(?:cỡ\s+chữ|font\s+size|giảm|mặc\s+định|tăng|A|chia\s+sẻ(?:\s+(?:qua|lên))?|share"
    r"|in\s+(?:bài(?:\s+viết)?|trang)|bản\s+in|print|gửi\s+(?:e-?mail|mail|bài(?:\s+viết)?)"
    r"|e-?mail|facebook|twitter|zalo|google|linkedin|copy\s+link|sao\s+chép(?:\s+liên\s+kết)?"
    r"|thích|like|tweet|đọc\s+(?:bài(?:\s+viết)?|nội\s+dung|tin)|nghe(?:\s+(?:bài(?:\s+viết)?|đọc))?"
    r"|xem\s+cỡ\s+chữ|tương\s+phản|quay\s+lại|trở\s+về|về\s+đầu\s+trang|back|top"
    r"|đánh\s+giá(?:\s+bài\s+viết)?"
    r"|(?:ngày|thời\s+gian)\s+(?:đăng(?:\s+(?:tin|bài))?|xuất\s+bản|cập\s+nhật|đưa\s+tin)"
    r"|cập\s+nhật|đăng|lúc|ngày|published|updated|posted|date)\b",
    re.IGNORECASE,
)
_FONT_SIZE = re.compile(r"\W*(?:cỡ\s+chữ|font\s+size|giảm\s*\(A)", re.IGNORECASE)
_SHARE = re.compile(r"\W*(?:chia\s+sẻ|share|in\s+bài|gửi\s+bài)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
_RELATED = re.compile(
    r"\W*(?:các\s+|những\s+)?(?:(?:tin|bài)(?:\s+(?:viết|tức|bài))?\s+"
    r"(?:khác|liên\s+quan|cùng\s+(?:chuyên\s+mục|loại|chủ\s+đề)|(?:mới|cũ)\s+hơn|đã\s+đưa|tiếp\s+theo)"
    r"|(?:other|related)\s+(?:news|articles|posts|stories))\W*",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"manage\s+permissions|version\s+history|quản\s+lý\s+(?:cấp\s+phép|quyền)|content\s+type\s*:",
    re.IGNORECASE,
)
_FORM_LETTERS = frozenset("mvqcMVQC")
"""What `_FORM` begins with: nearly all lines are told apart by that."""
_COMMENTS = re.compile(
    r"\W*(?:ý\s+kiến(?:\s+(?:bạn\s+đọc|của\s+bạn|phản\s+hồi))?|bình\s+luận|gửi\s+(?:bình\s+luận|ý\s+kiến)"
    r"|comments?)\W*",
    re.IGNORECASE,
)
DOWNLOAD = re.compile(
    r"tải\s+(?:về|xuống|file|tệp|tài\s+liệu)|download|(?:tệp|file|tài\s+liệu|văn\s+bản)?\s*đính\s+kèm"
    r"|attachments?|attached\s+files?",
    re.IGNORECASE,
)
"""What stands beside a file that an article offers."""

LEAST_PARAGRAPH = 80
"""Characters from which a line is taken for a paragraph rather than a label."""
LONGEST_NAME = 60
"""Characters of the longest name of a section."""
REMEMBERED = 1 << 14
"""Short lines of which is remembered what they are: a portal's pages share most of theirs."""
LONGEST = 160
"""Characters of the longest line that is looked at for furniture, dates and counters."""


def is_furniture(text: str) -> bool:
    """Tell whether a line holds nothing but font sizes, sharing, dates and view counts."""
    return len(text) <= LONGEST and _is_furniture(text)


@lru_cache(REMEMBERED)
def _is_furniture(text: str) -> bool:
    place = 0
    while letter := _LETTER.search(text, place):
        start = letter.start()
        piece = date_at(text, start) or _VIEWS.match(text, start) or _FURNITURE.match(text, start)
        if piece is None:
            return False
        place = piece.end()
    return True


def says(line: Line) -> bool:
    """Tell whether a line holds more than furniture and images."""
    return bool(line.text) and not is_furniture(line.text)


def content_before(lines: Sequence[Line], place: int) -> int | None:
    """Return the place of the nearest line above, of five, that is more than furniture."""
    return next((i for i in range(place - 1, max(place - 6, -1), -1) if says(lines[i])), None)


def content_after(lines: Sequence[Line], place: int) -> int | None:
    """Return the place of the nearest line below, of five, that is more than furniture."""
    stop = min(place + 6, len(lines))
    return next((i for i in range(place + 1, stop) if says(lines[i])), None)


def sign_of(text: str) -> str | None:
    """Tell whether a line is a `date` with nothing but furniture, or offers a `font-size`."""
    return _sign_of(text) if len(text) <= LONGEST else None


@lru_cache(REMEMBERED)
def _sign_of(text: str) -> str | None:
    if date_of(text):
        return "date"
    return "font-size" if is_font_size(text) else None


def is_font_size(text: str) -> bool:
    """Tell whether a line offers other sizes of type, which stand by the title alone."""
    return _FONT_SIZE.match(text) is not None and is_furniture(text)


def date_of(text: str) -> Moment | None:
    """Return the date of a line that holds one and, but for furniture, nothing else."""
    return find_date(text) if has_year(text) and is_furniture(text) else None


def split_date(text: str) -> tuple[str, Moment] | None:
    """Split a short line that ends with a date into what stands before it, and the date."""
    for match, moment in find_dates(text) if len(text) <= LONGEST else ():
        if is_furniture(text[match.end() :]):
            return text[: match.start()].strip(" |-–,•"), moment
    return None


def is_share(text: str) -> bool:
    """Tell whether a line is one that invites to share or print."""
    return _SHARE.match(text) is not None and is_furniture(text)


def ends_article(text: str) -> bool:
    """Tell whether a line can only stand behind an article's text."""
    return len(text) <= LONGEST and _ends_article(text)


@lru_cache(REMEMBERED)
def _ends_article(text: str) -> bool:
    return bool(
        _RELATED.fullmatch(text)
        or _FORM.match(text)
        or _COMMENTS.fullmatch(text)
        or (is_furniture(text) and _VIEWS.search(text))
    )


def has_end(lines: Sequence[Line]) -> bool:
    """Tell whether an article ends among these lines."""
    return any(ends_article(line.text) for line in lines)


def is_related_heading(text: str) -> bool:
    """Tell whether a line heads the list of other articles."""
    return len(text) <= LONGEST and _RELATED.fullmatch(text) is not None


def is_form_heading(text: str) -> bool:
    """Tell whether the item form of SharePoint begins with a line."""
    return text[:1] in _FORM_LETTERS and _FORM.match(text) is not None


def view_count(lines: Sequence[Line]) -> int | None:
    """Read the first view count in these lines; its number may stand one or two lines below.

    What stands behind "Tin khác" counts something else.
    """
    for place, line in enumerate(lines):
        if is_related_heading(line.text):
            break
        match = _VIEWS.search(line.text) if len(line.text) <= LONGEST else None
        if match is None or not is_furniture(line.text):
            continue
        if count := match["after"] or match["before"]:
            return parse_count(count)
        for below in lines[place + 1 : place + 3]:
            if found := _COUNT_LINE.fullmatch(below.text):
                return parse_count(found["count"])
    return None
