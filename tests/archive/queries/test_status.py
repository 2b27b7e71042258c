from pathlib import Path

from sqlalchemy import Connection

from archive.catalogue import open_catalogue
from archive.queries.reading import reading
from archive.queries.status import portal_states


def test_counts_what_is_held(db: Connection) -> None:
    (state,) = portal_states(db)
    assert (state.portal, state.crawls, state.captures) == ("portal", 3, 7)
    assert (state.articles, state.gone, state.versions) == (2, 1, 3)
    assert (state.documents, state.document_versions) == (1, 2)


def test_last_crawl(db: Connection) -> None:
    last = portal_states(db)[0].last_crawl
    assert (last.crawl_id, last.status, last.problems) == (3, "interrupted", ())
    assert (last.counts["captures"], last.counts["unchanged"]) == (1, 1)


def test_an_archive_without_crawls(tmp_path: Path) -> None:
    open_catalogue(tmp_path / "archive.db").dispose()
    with reading(tmp_path / "archive.db") as db:
        assert portal_states(db) == []
