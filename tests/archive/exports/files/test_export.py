"""The tree of a crawled archive: browsed by its links, without network."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html
from sqlalchemy import text

from archive.content import Article
from archive.exports.files.bodies import offline_body
from archive.folder import ArchiveFolder
from archive.queries.reading import reading

Exported = Callable[..., dict[str, Any]]


def loads_and_links(page: Path) -> tuple[list[str], list[str]]:
    root = html.parse(str(page)).getroot()
    found = [(element.tag, link) for element, _, link, _ in root.iterlinks()]
    assert not root.xpath("//script | //iframe | //object | //link | //@onclick | //@onload")
    return (
        [link for tag, link in found if tag != "a"],
        [link for tag, link in found if tag == "a"],
    )


def test_every_page_is_reached_from_the_index_and_loads_nothing_from_elsewhere(tree: Path) -> None:
    waiting, seen = [tree / "index.html"], set()
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        assert page.is_file(), page
        if page.suffix != ".html":
            continue
        loads, links = loads_and_links(page)
        for address in [*loads, *(link for link in links if not urlsplit(link).scheme)]:
            assert not urlsplit(address).scheme, address
            waiting.append((page.parent / unquote(address)).resolve())
    shown = {path for path in tree.rglob("*") if path.is_file()}
    unlinked = {path.name for path in shown - seen}
    assert unlinked == {"article.txt", "metadata.json", "export.json"}


def test_the_first_article_stands_where_people_look_for_it(tree: Path) -> None:
    (folder,) = (tree / "2021" / "09").glob("08 Kế hoạch phát động phong trào thi đua*")
    names = {path.name for path in folder.iterdir()}
    assert names >= {"article.html", "article.txt", "metadata.json", "4500-KH.signed.pdf"}
    said = (folder / "article.txt").read_text(encoding="utf-8")
    assert said.startswith("Kế hoạch phát động phong trào thi đua đặc biệt")
    assert "08/09/2021" in said
    assert "4500-KH.signed.pdf" in said
    assert "Theo đó, phong trào thi đua được triển khai" in said


def test_each_article_is_there_with_its_files_byte_for_byte(
    tree: Path, crawled: ArchiveFolder
) -> None:
    folders = [path.parent for path in tree.rglob("metadata.json")]
    told = [json.loads((folder / "metadata.json").read_text()) for folder in folders]
    with reading(crawled.database) as db:
        ids = set(db.execute(text("SELECT id FROM articles")).scalars())
        had = db.execute(text("SELECT count(*) FROM documents WHERE version_count > 0")).scalar()
    assert {each["id"] for each in told} == ids
    files = [(folder, file) for folder, t in zip(folders, told, strict=True) for file in t["files"]]
    assert len(files) == had
    for folder, file in files:
        data = (folder / file["name"]).read_bytes()
        assert file["payload_digest"] == "sha256:" + hashlib.sha256(data).hexdigest()
    assert any(each["gone_at"] for each in told)
    assert any(len(each["versions"]) > 1 for each in told)


def test_pictures_of_an_article_come_along(tree: Path) -> None:
    images = list(tree.rglob("images/*"))
    assert images
    page = images[0].parents[1] / "article.html"
    assert f"images/{images[0].name}" in loads_and_links(page)[0]


def test_a_span_bounds_the_day_of_publication(
    crawled: ArchiveFolder, tmp_path: Path, exported: Exported
) -> None:
    span = ("--from", "2021-09-03T00:00+07:00", "--until", "2021-09-05T23:59+07:00")
    exported(crawled.path, "files", tmp_path / "span", *span)
    days = {
        json.loads(path.read_text())["published_at"]
        for path in (tmp_path / "span").rglob("metadata.json")
    }
    assert days
    assert {datetime.fromisoformat(day).day for day in days} <= {3, 4, 5}


def test_bodies_lose_what_would_be_fetched_and_keep_links() -> None:
    said = Article(
        "https://portal.example/1",
        "test/1",
        "sha256:0",
        body_html=(
            '<p style="background:url(https://x.example/a.png)">Chữ <img src="https://x.example/b.png"'
            ' alt="ảnh" srcset="c.png 2x"><a href="https://x.example/">xa</a> '
            '<a href="https://portal.example/f.pdf">tệp</a><script>alert(1)</script>'
            '<img src="https://portal.example/đẹp.png"><a href="javascript:alert(1)">x</a></p>'
        ),
    )
    images = {"https://portal.example/đẹp.png": "images/đẹp 1.png"}
    files = {"https://portal.example/f.pdf": "f #1.pdf"}
    body = offline_body(said, images.get, files.get)
    assert "x.example/b.png" not in body
    assert "a.png" not in body
    assert "script" not in body
    assert 'src="images/%C4%91%E1%BA%B9p%201.png"' in body
    assert 'href="f%20%231.pdf"' in body
    assert 'href="https://x.example/"' in body


def test_the_whole_tree_has_names_that_windows_takes(tree: Path) -> None:
    for path in tree.rglob("*"):
        name = path.name
        assert name[-1] not in ". "
        assert not set(name) & set('<>:"/\\|?*')
        assert len(str(path.relative_to(tree))) < 200
