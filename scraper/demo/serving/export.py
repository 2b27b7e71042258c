"""The portal as files, for servers that are faster than this one."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from scraper.demo.portal import Portal
from scraper.demo.sections import SECTIONS, Pager
from scraper.demo.serving.answers import Answer
from scraper.demo.serving.files import PICTURES, TEXTS
from scraper.demo.serving.routes import answer, request_of
from scraper.demo.serving.site import MEDIA

STYLES = {"corev15.css": "/_layouts/15/1066/styles/Themable/corev15.css"}
SCRIPTS = {"init.js": "/_layouts/15/init.js", "favicon.png": "/_layouts/15/images/favicon.png"}


def addresses(portal: Portal, *, attachments: bool = True) -> Iterator[str]:
    """Yield every address (path with query) that the portal links today, pages first.

    Listings are named by page number, whatever their pager.
    """
    yield from ("/", "/robots.txt", "/sitemap.xml", "/gioi-thieu", *(f"/{key}" for key in MEDIA))
    for section in SECTIONS:
        yield from (section.path, f"/sitemap-{section.key}.xml", section.feed_path)
        for page in range(1, portal.shelf(section).pages(portal.page_size) + 1):
            yield f"{section.path}?Page={page}"
        for number in portal.shelf(section).numbers:
            yield f"{section.list_path}/DispForm.aspx?ID={number}"
    yield from _requisites()
    if attachments:
        for story in portal.stories():
            yield from map(story.enclosure_path, story.enclosures)


def export_static(portal: Portal, folder: Path, *, attachments: bool = True) -> int:
    """Write the portal's pages as files and return how many; all listings page by number.

    `/tin-tuc?Page=2` becomes the file `tin-tuc?Page=2`, `/tin-tuc` becomes
    `tin-tuc/index.html`; nginx finds them with `try_files "$uri?$args" $uri $uri/index.html`.
    """
    pager, portal.pager = portal.pager, Pager.NUMBERS
    count = 0
    for address in addresses(portal, attachments=attachments):
        _write(folder, address, answer(portal, request_of(address)))
        count += 1
    portal.pager = pager
    return count


def _write(folder: Path, address: str, given: Answer) -> None:
    path, mark, query = address.partition("?")
    name = unquote(path).strip("/") + mark + query
    file = folder / name
    if not mark and "." not in path.rsplit("/", 1)[-1]:
        file = file / "index.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(given.body)


def _requisites() -> Iterator[str]:
    for name in (*TEXTS, *PICTURES):
        yield STYLES.get(name) or SCRIPTS.get(name) or f"/Style%20Library/portal/{name}"
    for kind, (_, folder, name, count) in MEDIA.items():
        for index in range(1, count + 1):
            yield f"/{kind}/Lists/{folder}/{name.format(index)}"
