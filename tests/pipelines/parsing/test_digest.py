"""One content, one digest: noise of every kind leaves it, each word and address changes it."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipelines.parsing.page import HtmlPage
from pipelines.parsing.sites import sharepoint

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = (
    "sharepoint-classic",
    "rich-body",
    "several-attachments",
    "filled-form",
    "attachments-table",
)
ADDRESSES: dict[str, str] = json.loads(
    (FIXTURES / "real" / "pages" / "addresses.json").read_text("utf-8")
)
URL = "https://bdiza.example.gov.vn/tin-tuc/Lists/TinTuc/DispForm.aspx?ID=4321"


def source(case: str) -> str:
    return (FIXTURES / "bdiza" / case / "page.html").read_text("utf-8")


def digest(html: str, url: str = URL) -> str:
    return sharepoint.parse(HtmlPage(html.encode(), url, "text/html")).content_digest


def shuffled_attributes(html: str, chance: random.Random) -> str:
    root = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))
    for element in root.iter(etree.Element):
        attributes = list(element.attrib.items())
        chance.shuffle(attributes)
        element.attrib.clear()
        element.attrib.update(attributes)
    return etree.tostring(root, encoding="unicode", method="html")


def other_tokens(html: str, chance: random.Random) -> str:
    token = f"0x{chance.randbytes(32).hex().upper()}"
    html = re.sub(r"0x[0-9A-F]{32,}(?=,)", token, html)
    state = f'<input type="hidden" name="__VIEWSTATE" value="{chance.randbytes(60).hex()}">'
    return html.replace("</body>", f"{state}<!-- {token} --></body>")


def other_counters(html: str, chance: random.Random) -> str:
    count = str(chance.randint(1, 10**6))
    html = re.sub(r"(Views:[^<]*(?:<[^<>]*>|&nbsp;|\s)*)\d[\d.]*", rf"\g<1>{count}", html)
    return re.sub(r"(lượt truy cập: )[\d.]+", rf"\g<1>{count}", html)


def other_related(html: str, chance: random.Random) -> str:
    item = f'<li><a href="/tin-tuc/{chance.randint(1, 99)}">Một tin khác nữa</a> (01/10/2021)</li>'
    head, mark, rest = html.partition("Tin khác")
    return head + mark + rest.replace("<ul>", f"<ul>{item}", 1)


def other_furniture(html: str, chance: random.Random) -> str:
    banner = f'<div class="ad-{chance.randint(1, 99)}"><a href="/x?{chance.random()}">Q</a></div>'
    html = re.sub(r"(<body[^>]*>)", rf"\1{banner}", html)
    return html.replace("</body>", f"<div>Hôm nay: {chance.randint(1, 28)}/10/2021</div></body>")


def other_space(html: str, chance: random.Random) -> str:
    blanks = (" ", "\n", "\t ", " \r\n", "&nbsp;", " \u200b")
    parts = re.split(r"(<[^>]*>)", html)
    for place, part in enumerate(parts):
        if not part.startswith("<") and "{" not in part and "var" not in part:
            parts[place] = re.sub(" ", lambda _: chance.choice(blanks), part)
    return "".join(parts)


def other_markup(html: str, chance: random.Random) -> str:
    html = re.sub(r"<p>(.*?)</p>", r'<div style="x"><span lang="VI">\1</span></div>', html)
    html = html.replace("<ul ", '<ul class="ms-list" ').replace("<b>", "<strong>")
    return re.sub(r'class="(\w)', rf'class="c{chance.randint(1, 99)} \1', html)


def tracked_links(html: str, chance: random.Random) -> str:
    return re.sub(
        r'href="(/(?:Attachments|van-ban)/[^"?#]*)(\?[^"#]*)?(#[^"]*)?"',
        lambda m: (
            f'href="{m[1]}{m[2] or "?"}&amp;utm_source=s{chance.randint(1, 9)}'
            f'&amp;sid={chance.randbytes(4).hex()}"'
        ),
        html,
    )


NOISE = (
    shuffled_attributes, other_tokens, other_counters, other_related, other_furniture, other_space,
    other_markup, tracked_links,
)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("noise", NOISE, ids=lambda noise: noise.__name__)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(chance=st.randoms(use_true_random=False))
def test_noise_leaves_the_digest(
    case: str, noise: Callable[[str, random.Random], str], chance: random.Random
) -> None:
    html = source(case)
    assert digest(noise(html, chance)) == digest(html)


@pytest.mark.parametrize("noise", NOISE[:2], ids=lambda noise: noise.__name__)
@pytest.mark.parametrize("name", ADDRESSES)
def test_noise_leaves_the_digest_of_real_pages(
    name: str, noise: Callable[[str, random.Random], str]
) -> None:
    html = (FIXTURES / "real" / "pages" / name).read_text("utf-8")
    noisy = noise(html, random.Random(name))
    assert digest(noisy, ADDRESSES[name]) == digest(html, ADDRESSES[name])


def test_noise_is_noise() -> None:
    html = source("several-attachments")
    assert all(noise(html, random.Random(1)) != html for noise in NOISE)


UNREAD = re.compile(r"Cỡ chữ|\(A|write|p\{|Tải về")
"""Scripts, styles, font sizes and the words of a button."""


def words_at(text: str) -> list[int]:
    """Return where words begin that are no entity."""
    return [found.start() for found in re.finditer(r"(?<![&\w])\w+", text)]


@pytest.mark.parametrize("case", ["rich-body", "several-attachments", "filled-form"])
def test_each_word_of_the_content_changes_the_digest(case: str) -> None:
    html = source(case)
    start = html.index('<div class="title">')
    stop = html.index('<div class="author">') if "author" in html else html.index('class="share"')
    standing = digest(html)
    texts = re.finditer(r">([^<>]+)<", html[start:stop])
    shown = [found for found in texts if not UNREAD.search(found[1])]
    places = [start + found.start(1) + at for found in shown for at in words_at(found[1])]
    assert len(places) > 60
    unchanged = [p for p in places if digest(f"{html[:p]}9{html[p:]}") == standing]
    assert [html[place : place + 30] for place in unchanged] == []


@pytest.mark.parametrize(
    ("case", "old", "new"),
    [
        ("rich-body", "/van-ban/nghi-quyet-86", "/van-ban/nghi-quyet-87"),
        ("rich-body", "&amp;id=86", "&amp;id=87"),
        ("rich-body", "vsip2.jpg", "vsip3.jpg"),
        ("rich-body", "08/09/2021", "09/09/2021"),
        ("rich-body", "<tr><td>Mỹ Phước 3</td>", "<tr><td>Mỹ Phước</td><td>3</td>"),
        ("several-attachments", "/Attachments/bieu-mau.xls", "/Attachments/bieu-mau-2.xls"),
        ("several-attachments", "Phụ lục:", "Phụ lục 1:"),
        ("several-attachments", "> bieu-mau.xls", "> mau.xls"),
        ("filled-form", "ba tại chỗ; khu", "bốn tại chỗ; khu"),
        ("filled-form", "Ban Quản lý làm việc với", "Ban Quản lý họp với"),
        ("filled-form", "PublishingImages/2021/vsip2.jpg", "PublishingImages/2021/vsip4.jpg"),
        ("attachments-table", "Bao%20cao%20so%2012.pdf", "Bao%20cao%20so%2013.pdf"),
    ],
)
def test_each_target_file_and_date_changes_the_digest(case: str, old: str, new: str) -> None:
    html = source(case)
    assert old in html
    assert digest(html.replace(old, new)) != digest(html)


def test_the_order_of_paragraphs_counts() -> None:
    html = source("plain")
    one, two, three = re.findall(r"<p>.*?</p>", html)
    other = html.replace(f"{one}\n{two}\n{three}", f"{one}\n{three}\n{two}")
    assert other != html
    assert digest(other) != digest(html)
