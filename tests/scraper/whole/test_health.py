"""A redesign that the parser can't follow, and articles that lost something: from outside."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from scraper.demo import Portal, serve
from scraper.demo.content.story import Story
from scraper.demo.pages.article import View, article_page

Run = Callable[..., Any]
FILES = re.compile(rb'<div class="attachment">.*?</div>', re.DOTALL)


@pytest.fixture
def hide(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the portal leave the files out of the pages of the articles chosen."""

    def begin(chosen: Callable[[Story], bool]) -> None:
        def page(story: Story, view: View) -> bytes:
            html = article_page(story, view)
            return FILES.sub(b"", html) if chosen(story) else html

        monkeypatch.setattr("scraper.demo.serving.news.article_page", page)

    return begin


def test_a_redesign_hides_files_and_then_one_article_loses_its_own(
    luutru: Run, archive: Any, hide: Callable[..., None]
) -> None:
    with serve(Portal(articles=28)) as base:
        command = ["--archive", archive.path, "crawl", "demo", "--home", base, "--all", "--json"]
        assert luutru(*command).status == 0
        standing = archive.rows("SELECT * FROM versions ORDER BY id")
        attaching = archive.rows("SELECT id, url FROM articles WHERE id IN "
                                 "(SELECT article_id FROM documents) ORDER BY id")  # fmt: skip
        hide(lambda _: True)
        ran = luutru(*command)
        assert ran.status == 3
        (problem,) = [each for each in ran.json["problems"] if each.startswith("attachments:")]
        lost = re.match(r"attachments: lost on (\d+) of (\d+) pages that had it", problem)
        assert lost is not None
        assert int(lost[1]) == int(lost[2]) > 10
        assert attaching[0][1] in problem
        assert archive.rows("SELECT * FROM versions ORDER BY id") == standing
        assert archive.rows("SELECT count(*) FROM documents WHERE gone_at IS NOT NULL") == [(0,)]
        assert archive.rows("SELECT status, summary LIKE '%attachments: lost on%' FROM crawls") == [
            ("complete", None),
            ("unhealthy", 1),
        ]
        first = int(re.search(r"ID=(\d+)", attaching[0][1])[1])  # type: ignore[index]
        hide(lambda story: story.number == first)
        assert luutru(*command).status == 0
        removed = archive.rows("SELECT DISTINCT article_id, kind FROM changes WHERE kind != 'new'")
        assert removed == [(attaching[0][0], "document-removed")]
    archive.check()
