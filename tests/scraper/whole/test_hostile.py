"""One crawl of a portal whose pages are all bad, and the rows that it leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.scraper.conftest import Server
from tests.scraper.whole.conftest import PROFILE, Archive
from tests.scraper.whole.hostile import LONG, PAGES


@dataclass(frozen=True)
class Crawled:
    ran: Any
    archive: Archive
    server: Server


@pytest.fixture(scope="module")
def crawled(luutru: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    root: Path = tmp_path_factory.mktemp("hostile")
    server = Server()
    server.pages = PAGES
    profile = root / "thu.toml"
    profile.write_text(PROFILE.format(home=server.url(), crawl="", more=""), encoding="utf-8")
    archive = Archive(root / "data")
    ran = luutru("--archive", archive.path, "crawl", profile, "--json", silence=2.0)
    yield Crawled(ran, archive, server)
    server.stop()


SOUND = {"sound", "files", "cookies", "late"}
ERRORS = {
    "cut": "cut-short: ", "lying": "cut-short: ", "silence": "cut-short: ",
    "negative": "protocol: ", "two-lengths": "protocol: ", "chunks": "protocol: ",
    "no-http": "protocol: ", "head": "protocol: ",
}  # fmt: skip
UNREADABLE = {
    "empty": "not an HTML page",
    "binary": "not an HTML page",
    "large": "50 MB, more than 16 MiB; it was not read",
    "broken-gzip": "Content-Encoding gzip: broken",
    "cut-gzip": "breaks off before its end",
    "unknown-coding": "'klingon' is not known",
    "bomb": "would have more than 134,217,728 bytes",
}


def test_the_crawl_comes_to_its_end(crawled: Crawled) -> None:
    assert crawled.ran.status == 0, crawled.ran.err
    assert crawled.ran.json["status"] == "complete"
    assert crawled.ran.json["articles"] == len(SOUND) + 1  # and the deep one


def test_what_is_sound_is_there(crawled: Crawled) -> None:
    titles = crawled.archive.rows("SELECT title FROM articles WHERE title IS NOT NULL")
    assert {title for (title,) in titles} == {f"Tiêu đề {name}" for name in SOUND}


@pytest.mark.parametrize(("name", "kind"), ERRORS.items())
def test_what_breaks_off_or_is_no_http_is_an_error(crawled: Crawled, name: str, kind: str) -> None:
    tries = crawled.archive.outcomes(f"/bai/{name}")
    assert len(tries) == 4
    assert {outcome for _, outcome, _ in tries} == {"error"}
    assert all(reason.startswith(kind) and len(reason) < 330 for *_, reason in tries)


@pytest.mark.parametrize(("name", "reason"), UNREADABLE.items())
def test_what_can_not_be_read_is_kept_and_says_why(
    crawled: Crawled, name: str, reason: str
) -> None:
    [(status, outcome, said)] = crawled.archive.outcomes(f"/bai/{name}")
    assert (status, outcome) == (200, "new")
    assert reason in said
    assert not crawled.archive.rows("SELECT 1 FROM articles WHERE url LIKE ?", f"%/bai/{name}")


def test_a_page_longer_than_it_says_is_recorded(crawled: Crawled) -> None:
    assert {outcome for _, outcome, _ in crawled.archive.outcomes("/bai/longer")} <= {
        "new",
        "error",
    }


def test_a_page_nested_deeply_has_no_made_up_content(crawled: Crawled) -> None:
    rows = crawled.archive.rows(
        "SELECT v.title, v.body_text FROM versions AS v JOIN articles AS a ON a.id = v.article_id "
        "WHERE a.url LIKE '%/bai/deep'"
    )
    assert [title for title, _ in rows] == [None]


@pytest.mark.parametrize("name", ["loop", "ping", "pong", "out"])
def test_redirects_without_end_or_out_of_the_web_end(crawled: Crawled, name: str) -> None:
    hops = crawled.archive.outcomes(f"/bai/{name}")
    assert 1 <= len(hops) <= 6
    assert {(status, reason.partition(" to ")[0]) for status, _, reason in hops} == {
        (302, "redirect")
    }


def test_cookies_are_not_sent_back_by_the_hundred_kilobytes(crawled: Crawled) -> None:
    sent = [asked.header("Cookie") or "" for asked in crawled.server.asked]
    assert any(sent)
    assert max(map(len, sent)) <= 8192


def test_lists_without_an_end_are_left(crawled: Crawled) -> None:
    assert 3 <= len([path for path in crawled.server.paths() if "/muc/" in path]) < 30


def test_names_of_files_lead_nowhere(crawled: Crawled) -> None:
    rows = crawled.archive.rows("SELECT url, filename, version_count FROM documents ORDER BY id")
    names = {url.partition("/files/")[2]: (name, count) for url, name, count in rows}
    assert names == {
        "..%2F..%2Fetc%2Fpasswd.pdf": ("passwd.pdf", 1),
        "%2e%2e/%2e%2e/etc/passwd.pdf": ("passwd.pdf", 1),
        LONG: (LONG, 1),
        "tai-ve?SourceUrl=/x/4500.pdf": ("4500.pdf", 1),
        "bomb.docx": ("bomb.docx", 1),
        "cut.pdf": ("cut.pdf", 0),
        "page.pdf": ("page.pdf", 0),
    }
    kept = {path.relative_to(crawled.archive.path).parts[0] for path in _files(crawled)}
    assert kept <= {"archive.db", "archive.db-wal", "archive.db-shm", "lock", "thumbnails", "warc"}


def test_files_that_break_off_or_are_pages_have_no_version(crawled: Crawled) -> None:
    assert crawled.archive.outcomes("/files/page.pdf") == [
        (200, "blocked", "a web page came where a file was asked for")
    ]
    assert {outcome for _, outcome, _ in crawled.archive.outcomes("/files/cut.pdf")} == {"error"}


def test_the_log_is_short_and_tells_addresses(crawled: Crawled) -> None:
    lines = crawled.ran.err.splitlines()
    assert len(lines) < 40
    assert all(len(line) < 700 for line in lines)
    assert all(name in crawled.ran.err for name in ERRORS)


def test_the_archive_is_whole(crawled: Crawled) -> None:
    crawled.archive.check()


def _files(crawled: Crawled) -> list[Path]:
    return [path for path in crawled.archive.path.rglob("*") if path.is_file()]
