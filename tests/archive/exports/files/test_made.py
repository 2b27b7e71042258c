"""Trees of made-up archives: what is selected, what has equal names, what can't be read."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from archive.content import Kind
from tests.pipelines.histories import HOME, OTHER, PROFILE, History, page, read

Exported = Callable[..., dict[str, Any]]
DAY = Path("2021/09")


@pytest.fixture
def tree(history: History, tmp_path: Path, exported: Exported) -> Callable[..., Path]:
    """Export the archive of `history` once it is filled."""

    def export(*words: str) -> Path:
        target = tmp_path / f"tree {' '.join(words)}".replace("/", "_")
        exported(history.root, "files", target, *words)
        return target

    return export


def folders(root: Path) -> set[str]:
    return {path.parent.name for path in root.rglob("article.html")}


def test_one_portal_or_one_article_comes_alone(
    history: History, tree: Callable[..., Path], export: Callable[..., Any], tmp_path: Path
) -> None:
    with history.crawl() as intake:
        for number in (1, 2):
            history.take(intake, f"{HOME}tin-tuc/{number}", page(f"Bài {number}"))
    with history.crawl(profile=OTHER) as intake:
        history.take(intake, f"{OTHER.home}tin-tuc/1", page("Bài nơi khác"))
    assert folders(tree()) == {"08 Bài 1", "08 Bài 2", "08 Bài nơi khác"}
    assert folders(tree("--portal", "other")) == {"08 Bài nơi khác"}
    assert folders(tree("--article", f"{HOME}tin-tuc/2")) == {"08 Bài 2"}
    target = tmp_path / "none"
    done = export(history.root, "files", "--to", target, "--from", "2030-01-01")
    assert done.returncode == 1
    assert "There are no articles" in done.stderr
    assert not target.exists()


def test_equal_names_stand_beside_each_other(history: History, tree: Callable[..., Path]) -> None:
    names = ("Article.html", "a/Kế hoạch.PDF", "b/kế hoạch.pdf", "c/con.pdf", "Images")
    titles = ("Bài: một?", "BÀI: MỘT?", "Bài: một?", "CON", "..")
    with history.crawl() as intake:
        for number, title in enumerate(titles):
            history.take(intake, f"{HOME}tin-tuc/{number}", page(title, names))
        for number, name in enumerate(names):
            history.take(intake, HOME + name, b"%%A%d" % number, kind=Kind.DOCUMENT)
    root = tree()
    expected = {"08 Bài_ một_", "08 BÀI_ MỘT_ (2)", "08 Bài_ một_ (3)", "08 CON_", "08 _"}
    assert folders(root) == expected
    for folder in (root / DAY).iterdir():
        told = json.loads((folder / "metadata.json").read_text())["files"]
        held = {each.name for each in folder.iterdir()}
        assert len({name.casefold() for name in held}) == len(held) == 3 + len(names)
        assert [(folder / each["name"]).read_bytes() for each in told] == [
            b"%%A%d" % number for number in range(len(names))
        ]
        shown = html.parse(str(folder / "article.html")).getroot()
        assert {each["name"] for each in told} <= {a.text for a in shown.iter("a")}


def test_files_and_pictures_are_those_of_today_and_of_the_portal(
    history: History, tree: Callable[..., Path]
) -> None:
    said = page("Bài", ("a.pdf",), html=f"<p><img src='{HOME}picture?id=1'></p>")
    for profile, day in ((profile, day) for day in (1, 2) for profile in (PROFILE, OTHER)):
        with history.crawl(profile=profile) as intake:
            history.take(intake, f"{profile.home}tin-tuc/1", said)
            picture = f"{profile.key} {day}".encode()
            history.take(intake, f"{HOME}picture?id=1", picture, kind=Kind.REQUISITE,
                         media_type="image/png")  # fmt: skip
            history.take(intake, f"{HOME}a.pdf", b"%d of today" % day, kind=Kind.DOCUMENT)
    root = tree("--portal", "portal")
    assert [path.read_bytes() for path in root.rglob("a.pdf")] == [b"2 of today"]
    [picture] = root.rglob("images/*")
    assert picture.name == "picture.png"
    assert picture.read_bytes() == b"portal 2"


def test_a_file_that_came_compressed_is_given_as_it_is(
    history: History, tree: Callable[..., Path]
) -> None:
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Bài", ("a.pdf",)))
        packed = gzip.compress(b"%A one")
        history.take(intake, f"{HOME}a.pdf", packed, kind=Kind.DOCUMENT, coding="gzip")
    [file] = tree().rglob("a.pdf")
    assert file.read_bytes() == b"%A one"


def test_what_is_gone_is_there_and_says_so(
    history: History, tree: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.rereading.read_one", read)  # what was held back
    for day in (1, 2):
        with history.crawl() as intake:
            status, body = (200, page("Gỡ")) if day == 1 else (410, b"Not here")
            history.take(intake, f"{HOME}tin-tuc/0", body, status=status)
            for number in range(1, 7):  # where all lose their files, a template has changed
                files = ("a.pdf",) if day == 1 or number > 1 else ()
                history.take(intake, f"{HOME}tin-tuc/{number}", page(f"Bài {number}", files))
            history.take(intake, f"{HOME}a.pdf", b"%A one", kind=Kind.DOCUMENT)
    root = tree()
    gone, lost, there = (root / DAY / f"08 {title}" for title in ("Gỡ", "Bài 1", "Bài 2"))
    told = "Bài này đã bị gỡ khỏi cổng", "đã gỡ khỏi bài lúc"
    pages = [(folder / "article.html").read_text() for folder in (gone, lost, there)]
    assert [[words in each for words in told] for each in pages] == [
        [True, False],
        [False, True],
        [False, False],
    ]
    assert (lost / "a.pdf").read_bytes() == b"%A one"
    assert (root / "2021" / "index.html").read_text().count("đã gỡ khỏi cổng") == 1


def test_metadata_has_the_history_and_the_place_of_the_record(
    history: History, tree: Callable[..., Path]
) -> None:
    for title in ("Bài", "Bài mới"):
        with history.crawl() as intake:
            history.take(intake, f"{HOME}tin-tuc/1", page(title))
    told = json.loads((tree() / DAY / "08 Bài mới" / "metadata.json").read_text())
    assert [each["number"] for each in told["versions"]] == [1, 2]
    assert told["versions"][0]["valid_to"] == told["versions"][1]["valid_from"]
    file = history.root / "warc" / told["record"]["warc_file"]
    record = gzip.decompress(file.read_bytes()[told["record"]["warc_offset"] :])
    assert b"tin-tuc/1" in record
    assert json.dumps("Bài mới")[1:-1].encode() in record


def test_what_portals_write_is_no_markup(history: History, tree: Callable[..., Path]) -> None:
    title = "<script>alert(1)</script> #1 50%"
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page(title, ("a #1%41.pdf",)))
        history.take(intake, f"{HOME}a #1%41.pdf", b"%A one", kind=Kind.DOCUMENT)
    root = tree()
    year = html.parse(str(root / "2021" / "index.html")).getroot()
    assert not year.xpath("//script")
    links = [link for *_, link, _ in year.iterlinks() if not link.startswith("..")]
    assert links[0] == "09/08%20_script_alert%281%29__script_%20%231%2050%25/article.html"
    article = html.parse(str(next(root.rglob("article.html")))).getroot()
    assert article.xpath("string(//h1)") == title
    assert "a%20%231%2541.pdf" in [link for *_, link, _ in article.iterlinks()]


def test_a_file_that_can_not_be_read_is_told_and_left_out(
    history: History, tmp_path: Path, export: Callable[..., Any]
) -> None:
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Bài", ("a.pdf",)))
        body = b"%A" + bytes(range(256)) * 9
        history.take(intake, f"{HOME}a.pdf", body, kind=Kind.DOCUMENT, coding="gzip")
    done = export(history.root, "files", "--to", tmp_path / "tree", "--json")
    assert done.returncode == 3
    [problem] = json.loads(done.stdout)["problems"]
    assert problem.startswith(f"{HOME}a.pdf: ")
    assert not list(tmp_path.rglob("tree/**/a.pdf"))
    assert list(tmp_path.rglob("tree/**/article.html"))
