"""Looks that come to be known late are put in at their place in time."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.catalogue import open_catalogue
from archive.content import Kind
from archive.profile import Profile
from archive.rebuilt.soundness import check_sound
from tests.archive.recording.making import (
    HOME,
    PROFILE,
    START,
    Archive,
    article,
    attachment,
    document,
)

TIMES = """
    SELECT number, valid_from, valid_to, title, attachments FROM versions ORDER BY number;
    SELECT kind, field, before, after, changed_at FROM changes
      ORDER BY changed_at, kind, field, before, after;
    SELECT title, first_seen_at, last_seen_at, version_count FROM articles;
    SELECT url, first_seen_at, version_count FROM documents ORDER BY url;
    SELECT d.url, v.number, v.valid_from, v.valid_to, v.payload_digest
      FROM document_versions AS v JOIN documents AS d ON d.id = v.document_id
      ORDER BY d.url, v.number;
    SELECT c.fetched_at, v.number FROM versions AS v JOIN captures AS c ON c.id = v.capture_id
      ORDER BY v.number
"""


def look(archive: Archive, second: int, said: Any) -> None:
    archive.now = START + timedelta(seconds=second)
    if isinstance(said, bytes):
        archive.take(
            document(said, said[:1].decode()), said, url=HOME + "a.pdf", kind=Kind.DOCUMENT
        )
    else:
        title, files = said
        archive.take(article(title, attachments=tuple(map(attachment, files))))


def told(path: Path, looks: list[tuple[int, Any]]) -> list[list[tuple[Any, ...]]]:
    engine = open_catalogue(path)
    archive = Archive(engine, Profile.from_toml(PROFILE, "test"))
    with archive.crawl():
        for second, said in looks:
            look(archive, second, said)
    found = [archive.rows(query) for query in TIMES.split(";")]
    engine.dispose()
    check_sound(path)
    return found


pages = st.lists(st.sampled_from("abc"), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None)
@given(titles=pages, data=st.data())
def test_any_order_gives_the_versions_of_the_order_of_time(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    looks = [(second, (title, ())) for second, title in enumerate(titles)]
    shuffled = data.draw(st.permutations(looks))
    assert told(folder / "a.db", shuffled) == told(folder / "b.db", looks)


@settings(max_examples=20, deadline=None)
@given(bodies=st.lists(st.sampled_from([b"A1", b"B1", b"C1"]), max_size=7), data=st.data())
def test_so_it_is_with_files(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    first = (0, ("a", ["a.pdf"]))
    looks = list(enumerate(bodies, 1))
    shuffled = data.draw(st.permutations(looks))
    assert told(folder / "a.db", [first, *shuffled]) == told(folder / "b.db", [first, *looks])


def test_files_that_an_article_had_once_are_known_and_withdrawn(tmp_path: Path) -> None:
    looks = [(5, ("b", ())), (1, ("a", ["a.pdf"])), (2, b"A1")]
    found = told(tmp_path / "a.db", looks)
    assert found[3] == [(HOME + "a.pdf", "2021-09-08T02:00:02.000000Z", 1)]
    assert [row[:3] for row in found[1]] == [
        ("new", "title", None),
        ("document-removed", "attachments", found[1][1][2]),
        ("edited", "title", "a"),
    ]


def test_an_article_seen_while_it_was_thought_gone_returned_then(archive: Archive) -> None:
    gone = {"gone_after_looks": 1, "gone_after": timedelta(0)}
    archive.edit_profile(change=gone)
    with archive.crawl():
        archive.take(article())
    with archive.crawl(after=timedelta(minutes=1)):
        archive.take(None, status=404)
        archive.take(article(url=HOME + "tin-tuc/2"), url=HOME + "tin-tuc/2")
    with archive.crawl(after=timedelta(days=1)):
        archive.take(article())
    later = archive.now
    archive.now = START + timedelta(hours=1)
    with archive.crawl():
        archive.take(article())
    archive.now = later
    query = "SELECT kind, substr(changed_at, 1, 13) FROM changes WHERE article_id = 1"
    rows = archive.rows(f"{query} ORDER BY 2, id")
    assert rows == [
        ("new", "2021-09-08T02"), ("gone", "2021-09-08T02"), ("returned", "2021-09-08T03"),
    ]  # fmt: skip
    assert archive.rows("SELECT gone_at FROM articles WHERE id = 1") == [(None,)]
