"""Each kind of noise, put into real SharePoint pages: an observation, never a version.

Noise stands where content stands, in the text and on its links, images and files, so that each
test fails where its cure is taken away.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from archive.content import Article
from pipelines.parsing.page import HtmlPage
from pipelines.parsing.sites import sharepoint

PAGES = Path(__file__).parents[2] / "fixtures" / "real" / "pages"
ADDRESSES: dict[str, str] = json.loads((PAGES / "addresses.json").read_text("utf-8"))
PICTURE = "il_medicaid.cfdbaa98.html"
NOW = datetime(2026, 11, 25, 8, 15, 32, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def read(html: str, name: str) -> Article:
    page = HtmlPage(html.encode(), ADDRESSES[name], "text/html; charset=utf-8", seen_at=NOW)
    return sharepoint.parse(page)


SOURCES = {name: (PAGES / name).read_text("utf-8") for name in ADDRESSES}
READ = {name: read(html, name) for name, html in SOURCES.items()}
WITH_TEXT = [name for name, article in READ.items() if article.title and article.body_text]


def clock_of_the_page(html: str) -> str:
    return re.sub(r"(<body[^>]*>)", r"\1<div>Wednesday, November 25, 2026 08:15:32 AM</div>", html)


def clock_above_the_title(html: str) -> str:
    return html.replace("<h1", f"<div>{NOW.astimezone(ZONE):%d/%m/%Y %H:%M:%S}</div><h1", 1)


def counter(html: str, turn: int) -> str:
    return under_the_text(html, f"<div>Lượt người xem: <b>{turn * 1234}</b></div>")


def related_links(html: str, turn: int) -> str:
    items = f'<li><a href="/news/{turn}.aspx">Another piece of news, {turn}</a> (24/11/2026)</li>'
    return under_the_text(html, f"<div><p>Tin khác</p><ul>{items * turn}</ul></div>")


def advert_beside_the_text(html: str) -> str:
    advert = '<div class="ad"><a href="/go?to=17"><img src="/ads/17.gif"></a></div>'
    return re.sub(r"(<body[^>]*>)", rf"\1{advert}", html).replace("</body>", f"{advert}</body>")


def tokens(html: str) -> str:
    html = re.sub(r"0x[0-9A-F]{32,}", f"0x{'AB' * 64}", html)
    return re.sub(r'(id="__VIEWSTATE" value=")[^"]*', r"\1/wEPDwUKMTY", html)


def session_in_queries(html: str) -> str:
    return re.sub(r'((?:href|src)="/[^"?#]*)(")', r"\1?sid=8f1c3a52\2", html)


def session_in_paths(html: str) -> str:
    return re.sub(r'((?:href|src)="/[^"?#]*)(")', r"\1;jsessionid=8F1C3A52\2", html)


def session_of_aspnet(html: str) -> str:
    return re.sub(r'((?:href|src)=")/', r"\1/(S(8f1c3a52))/", html)


def campaign(html: str) -> str:
    return re.sub(r'(href="/[^"?#]*)(")', r"\1?utm_source=mail&amp;fbclid=8f1c\2", html)


def white_space(html: str) -> str:
    return in_texts(html, lambda text: text.replace(" ", " \n\t "))


def zero_width_spaces(html: str) -> str:
    return in_texts(html, lambda text: re.sub(r"(?<=\w) (?=\w)", " \u200b", text))


def attribute_order(html: str) -> str:
    tag = re.compile(r'<(\w+)((?:\s+[\w-]+="[^"]*"){2,})(\s*/?)>')
    pair = re.compile(r'\s+[\w-]+="[^"]*"')
    return tag.sub(lambda m: f"<{m[1]}{''.join(reversed(pair.findall(m[2])))}{m[3]}>", html)


def redesign(html: str) -> str:
    """Other names for all but SharePoint's own mark of rich text, other elements around it."""
    html = re.sub(r"<script.*?</script>|<style.*?</style>|<!--.*?-->", "", html, flags=re.DOTALL)
    name = re.compile(r'\s(class|id|role|aria-[a-z]+)=("[^"]*"|\'[^\']*\')')
    html = name.sub(lambda m: m[0] if "rtestate" in m[2] else "", html)
    return html.replace("<body", '<body class="new"').replace("<h1", '<h1 class="headline"')


def under_title(html: str, more: str) -> str:
    """Put something at the head of the text."""
    at = html.index(">", html.index("ms-rtestate-field")) + 1
    return html[:at] + more + html[at:]


def under_the_text(html: str, more: str) -> str:
    """Put something behind the element that holds the text."""
    start = html.index("ms-rtestate-field")
    depth = 0
    for tag in re.finditer(r"<(/?)div\b", html[html.rindex("<div", 0, start) :]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            at = html.rindex("<div", 0, start) + tag.end() + 1
            return html[:at] + more + html[at:]
    raise AssertionError("the text has no end")


def in_texts(html: str, change: Callable[[str], str]) -> str:
    """Change what stands between tags, but for scripts and styles."""
    parts = re.split(r"(<(?:script|style).*?</(?:script|style)>|<[^>]*>)", html, flags=re.DOTALL)
    return "".join(part if part.startswith("<") else change(part) for part in parts)


NOISE = (
    attribute_order, advert_beside_the_text, campaign, clock_of_the_page, clock_above_the_title,
    redesign, session_in_paths, session_in_queries, session_of_aspnet, tokens, white_space,
    zero_width_spaces,
)  # fmt: skip


@pytest.mark.parametrize("name", WITH_TEXT)
@pytest.mark.parametrize("noise", NOISE, ids=lambda noise: noise.__name__)
def test_noise_is_no_content(noise: Callable[[str], str], name: str) -> None:
    noisy = noise(SOURCES[name])
    assert noisy != SOURCES[name] or noise in {campaign, session_in_paths}
    assert read(noisy, name).content_digest == READ[name].content_digest


@pytest.mark.parametrize("name", WITH_TEXT)
@pytest.mark.parametrize("around", [counter, related_links], ids=lambda around: around.__name__)
def test_what_moves_under_the_text_is_no_content(
    around: Callable[[str, int], str], name: str
) -> None:
    one, two = (read(around(SOURCES[name], turn), name) for turn in (1, 2))
    assert one.content_digest == two.content_digest


def test_what_moves_under_the_text_is_read_as_what_it_is() -> None:
    counts = [read(counter(SOURCES[PICTURE], turn), PICTURE).view_count for turn in (1, 2)]
    links = [len(read(related_links(SOURCES[PICTURE], turn), PICTURE).related) for turn in (1, 2)]
    assert counts == [1234, 2468]
    assert links == [1, 1]


@pytest.mark.parametrize("other", ["a.jpg", "a.jpg?v=1", "a.jpg?1732500932", "a.jpg?t=7&amp;sid=b"])
def test_what_defeats_caches_is_no_content(other: str) -> None:
    pictured = under_title(SOURCES[PICTURE], '<p><img src="/PublishingImages/a.jpg"> Words.</p>')
    again = pictured.replace("a.jpg", other)
    assert read(again, PICTURE).content_digest == read(pictured, PICTURE).content_digest
    assert read(again, PICTURE).content_digest != READ[PICTURE].content_digest
