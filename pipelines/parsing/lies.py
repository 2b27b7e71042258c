"""Pages that stand in front of the one asked for, with status 200 all the same.

Challenges, logins, captchas, errors, notices. Such a page says little of its own (menus apart)
and has none of the landmarks of news; only then do its signs count. An article about maintenance
is thus no notice of it, and a login box beside the news no login page.
"""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from archive.content import NOT_FOUND, Blocked
from pipelines.parsing.identity import other_item
from pipelines.parsing.landmarks import has_end, is_font_size
from pipelines.parsing.lines import Line
from pipelines.parsing.page import HtmlPage
from pipelines.parsing.text import normalise

LITTLE = 1500
"""Characters outside links that a page of this kind never has."""
LINES = 25
"""Lines outside links that a page of this kind never has."""
STUB = 2000
"""Bytes that a page which only runs a script never has."""

_CLOSED = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
_OPENED = re.compile(rb"<(?:html|body)[\s>]", re.IGNORECASE)
_IN_TAG = re.compile(rb"<[a-z/!][^<>]*\Z", re.IGNORECASE)
_COOKIE_SCRIPT = re.compile(
    r"document\.cookie\s*=.*?location|location.*?document\.cookie\s*=", re.DOTALL
)
_PASSWORD = etree.XPath("boolean(//input[@type='password' or @type='PASSWORD'])")
_CAPTCHA_WORDS = ("captcha", "challenge", "turnstile")
_CAPTCHA = re.compile(
    r"(?:(?<=g-re)|(?<=h-))captcha|captcha[\w-]{0,64}[\"'/.]"
    r"|(?<=cf-)(?:challenge|turnstile)|challenge-platform"
)
_REFRESH = etree.XPath("boolean(//meta[translate(@http-equiv,'REFSH','refsh')='refresh'])")
_LOGIN_PATH = re.compile(r"/_layouts/(?:\d+/)?(?:login|authenticate|accessdenied)", re.IGNORECASE)
_CORRELATION = re.compile(
    r"correlation\s+id|id\s+tương\s+quan|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)
_SAYINGS = {
    NOT_FOUND: (
        r"(?:trang|bài\s+viết|nội\s+dung)\b.*\bkhông\s+(?:tồn\s+tại|tìm\s+thấy)",
        r"không\s+tìm\s+thấy\s+(?:trang|bài|nội\s+dung)",
        r"(?:page|item|file)\b.*\bnot\s+(?:be\s+)?found",
        r"item\s+does\s+not\s+exist|error\s+404|404\s*[-–]",
    ),
    "maintenance": (
        r"đang\s+(?:được\s+)?(?:bảo\s+trì|nâng\s+cấp|tạm\s+(?:dừng|ngưng|ngừng))",
        r"(?:under|scheduled|down\s+for)\s+maintenance",
    ),
    "an error of the server": (
        r"sorry,\s+something\s+went\s+wrong|đã\s+xảy\s+ra\s+(?:lỗi|sự\s+cố)",
        r"server\s+error\s+in|runtime\s+error|internal\s+server\s+error",
        r"service\s+unavailable|bad\s+gateway|gateway\s+time-?out",
    ),
    "a notice of a proxy or firewall": (
        r"access\s+(?:is\s+|has\s+been\s+)?(?:denied|blocked)|web\s+page\s+blocked",
        r"request\s+rejected|truy\s+cập\s+bị\s+(?:từ\s+chối|chặn)",
        r"requested\s+url\s+(?:was\s+rejected|could\s+not\s+be\s+retrieved)",
        r"403\s+forbidden|squid|fortiguard",
    ),
    "a challenge": (
        r"checking\s+your\s+browser|verify\s+(?:that\s+)?you\s+are\s+(?:a\s+)?human",
        r"xác\s+(?:minh|thực)\b.*\bngười|enable\s+(?:javascript|cookies)|just\s+a\s+moment",
    ),
}
_SAID = {name: re.compile("|".join(all_), re.IGNORECASE) for name, all_ in _SAYINGS.items()}
_LOGIN_WORDS = re.compile(r"đăng\s+nhập|(?:sign|log)\s*-?in", re.IGNORECASE)


def find_lie(page: HtmlPage, *, article: bool = False) -> Blocked | None:
    """Return what a page is, if it is not the one asked for, or None.

    Where an `article` was asked for, its main placeholder is looked at first. Raises
    `UnreadablePageError` where the bytes are no HTML page.
    """
    if other := other_item(page):
        return Blocked(page.url, f"the page of another article: item {other[0]}, not {other[1]}")
    if article and page.main is not None and has_end(page.main.walk.seen):
        return None
    lines = page.walk.seen
    if has_end(lines):
        return None
    begins = any(is_font_size(line.text) for line in lines)
    if _is_cut(page.payload, begins=begins):
        return Blocked(page.url, "cut short: the page stops before its end")
    own = [line for line in lines if line.text and not line.links]
    if begins or sum(len(line.text) for line in own) > LITTLE or len(own) > LINES:
        return None
    reason = _by_structure(page, own) or _by_words(page, own)
    return Blocked(page.url, reason) if reason else None


def _is_cut(payload: bytes, *, begins: bool) -> bool:
    """Tell whether a page stops inside a tag, or begins an article and closes no tag at its end.

    Pages without closing tags are common; one that also lacks all that follows an article is cut.
    """
    end = payload[-4096:]
    if _CLOSED.search(end) or not _OPENED.search(payload, 0, 4096):
        return False
    return begins or _IN_TAG.search(end) is not None


def _by_structure(page: HtmlPage, own: Sequence[Line]) -> str | None:
    source = page.decoded.text
    if len(page.payload) < STUB and not own and _COOKIE_SCRIPT.search(source):
        return "a challenge: its script sets a cookie and asks again"
    if _has_captcha(source) and not any(line.heading for line in own[:-3]):
        return "a captcha"
    if _LOGIN_PATH.search(page.url) or (
        _PASSWORD(page.root) and _is_about(page, own, _LOGIN_WORDS)
    ):
        return "a login page"
    if any("orrelation" in line.text or _CORRELATION.search(line.text) for line in own):
        return "an error of the server, with a correlation id"
    if _REFRESH(page.root) and not page.walk.seen:
        return "a page that only sends elsewhere"
    return None


def _has_captcha(source: str) -> bool:
    """Tell whether a page has a captcha: its words are found first, which is quick."""
    lower = source.lower()
    return any(
        _CAPTCHA.match(lower, place) for word in _CAPTCHA_WORDS for place in _places(lower, word)
    )


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _by_words(page: HtmlPage, own: Sequence[Line]) -> str | None:
    for name, pattern in _SAID.items():
        if _is_about(page, own, pattern):
            return f"{name}: {_quote(page, own, pattern)}"
    return None


def _is_about(page: HtmlPage, own: Sequence[Line], pattern: re.Pattern[str]) -> bool:
    return _quote(page, own, pattern) is not None


def _quote(page: HtmlPage, own: Sequence[Line], pattern: re.Pattern[str]) -> str | None:
    """Return the title or the line outside links that says what a pattern looks for."""
    title = normalise(page.root.findtext("head/title") or "")
    texts = (title, *(line.text for line in own))
    return next((text[:120] for text in texts if pattern.search(text)), None)
