"""Servers that are asked whether something has changed, honest ones and liars."""

import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.scraper.whole.conftest import wait_for

Run = Callable[..., Any]
COUNT = 14


class Site:
    """A list and articles with ETags; `lies` makes it say 304 to all that asks for one."""

    def __init__(self, server: Any, answers: Any) -> None:
        self.server, self.answers = server, answers
        self.texts = dict.fromkeys(range(COUNT), "Nội dung của bài viết, đủ dài để đọc. " * 8)
        self.lies = False
        self.on_304: Callable[[], None] = lambda: None
        links = "".join(f'<a href="/bai/{number}">Bài {number}</a> ' for number in self.texts)
        server.pages["/tin"] = answers.html(f"<h1>Tin</h1>{links}")
        for number in self.texts:
            server.pages[f"/bai/{number}"] = lambda asked, number=number: self.page(asked, number)

    def page(self, asked: Any, number: int) -> bytes:
        text = self.texts[number]
        tag = f'"{number}-{len(text)}"'
        given = asked.header("If-None-Match")
        if given == tag or (given and self.lies):
            self.on_304()
            return bytes(self.answers.http(b"", f"ETag: {tag}", status="304 Not Modified"))
        body = (
            f'<link rel="stylesheet" href="/x.css"><h1>Tiêu đề của bài {number}</h1>'
            f"<p>08/09/2021, 09:00</p><p>{text}</p><p>Lượt người xem: 194</p>"
        )
        return bytes(self.answers.html(body, f"ETag: {tag}"))

    def conditional(self) -> list[str]:
        """Return the articles asked for with a condition since the last time."""
        asked, self.server.asked = self.server.asked, []
        return [each.path for each in asked if each.header("If-None-Match")]


@pytest.fixture
def site(server: Any, answers: Any) -> Site:
    return Site(server, answers)


@pytest.fixture
def crawl(luutru: Run, archive: Any, site: Site, profile: Callable[..., Path]) -> Run:
    def run(**more: str) -> Any:
        path = profile(site.server.url("/"), **more)
        ran = luutru("--archive", archive.path, "crawl", path, "--all", "--json")
        assert ran.status == 0, ran.json["problems"]
        return ran.json

    return run


def not_modified(archive: Any) -> list[str]:
    rows = archive.rows("SELECT url FROM captures WHERE outcome = 'not-modified'")
    return [urlsplit(url).path for (url,) in rows]


def outcomes(archive: Any, crawl: int) -> dict[str, int]:
    return dict(
        archive.rows(
            "SELECT outcome, count(*) FROM captures WHERE crawl_id = ? AND kind = 'article' "
            "GROUP BY outcome",
            crawl,
        )
    )


def test_an_honest_server_is_asked_and_now_and_then_looked_at(
    crawl: Run, site: Site, archive: Any
) -> None:
    crawl()
    assert site.conditional() == []
    site.texts[3] += "Đã sửa."
    second = crawl()
    assert len(site.conditional()) == COUNT
    assert (second["articles"], second["edited"], second["unchanged"]) == (COUNT, 1, COUNT - 1)
    assert outcomes(archive, 2) == {"not-modified": COUNT - 1, "new": 1, "same": 2}
    assert archive.rows("SELECT count(*) FROM events WHERE kind = 'false-304'") == [(0,)]
    crawl(more='max_age = "0s"')  # nothing goes without a full look for longer
    assert site.conditional() == []
    crawl(crawl="conditional = false")
    assert site.conditional() == []
    crawl()
    assert len(site.conditional()) == COUNT
    archive.check()


def test_a_304_for_what_is_damaged_is_followed_by_a_full_look(
    crawl: Run, site: Site, archive: Any
) -> None:
    crawl()
    query = "SELECT url, warc_file, warc_offset + warc_length / 2 FROM captures WHERE url LIKE ?"
    ((url, file, place),) = archive.rows(query, "%/bai/5")
    data = bytearray((archive.path / "warc" / file).read_bytes())
    data[place] ^= 4
    (archive.path / "warc" / file).write_bytes(data)
    site.conditional()
    second = crawl()
    assert (second["articles"], second["edited"], second["unchanged"]) == (COUNT, 0, COUNT)
    assert site.server.paths().count("/bai/5") == 2
    assert len(site.conditional()) == COUNT
    assert ("same",) in archive.rows("SELECT outcome FROM captures WHERE url = ?", url)
    third = crawl()  # what came stands for it now
    assert third["unchanged"] == COUNT
    assert site.server.paths().count("/bai/5") in {1, 2}


def test_what_was_not_modified_is_not_asked_for_again_after_an_interruption(
    crawl: Run, start: Callable[..., subprocess.Popen[str]], site: Site, archive: Any,
    profile: Callable[..., Path],
) -> None:  # fmt: skip
    crawl()
    told: list[None] = []

    def die() -> None:
        told.append(None)
        if len(told) == 8:
            wait_for(lambda: len(not_modified(archive)) > 3, process)
            process.kill()

    site.on_304 = die
    site.conditional()
    command = ["--archive", archive.path, "crawl", profile(site.server.url("/")), "--all"]
    process = start(*command)
    process.wait(timeout=100)
    done = not_modified(archive)
    assert 3 < len(done) < COUNT
    resumed = crawl()
    assert resumed["crawl_id"] == 2
    assert (resumed["articles"], resumed["unchanged"], resumed["edited"]) == (COUNT, COUNT, 0)
    asked = Counter(site.conditional())
    assert {asked[path] for path in done} == {1}
    archive.check()


def test_a_liar_is_found_out_and_trusted_no_more(crawl: Run, site: Site, archive: Any) -> None:
    crawl()
    site.lies = True
    for number in site.texts:
        site.texts[number] += "Đã sửa."
    crawl()
    found = archive.rows("SELECT subject, outcome, detail FROM events WHERE kind = 'false-304'")
    host = site.server.url("").removeprefix("http://")
    assert {(subject, outcome) for subject, outcome, _ in found} == {
        (f"article of {host}", "not trusted")
    }
    assert "had changed, and the server said 304" in found[0][2]
    site.conditional()
    crawl()
    assert site.conditional() == []
    assert archive.rows(
        "SELECT count(DISTINCT article_id) FROM changes WHERE field = 'body_text'"
    ) == [(COUNT,)]
    archive.check()
