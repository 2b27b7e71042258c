"""Each change made in a real page gives its version and its row; each lie gives neither."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue import open_catalogue
from archive.content import Kind
from archive.profile import Profile
from archive.recording.judging import Outcome
from archive.warc.exchange import Payload
from pipelines.reading import read
from pipelines.tasks import Task
from tests.archive.recording.making import PROFILE, Archive

PAGES = Path(__file__).parents[1] / "fixtures" / "real" / "pages"
URL = json.loads((PAGES / "addresses.json").read_text("utf-8"))[
    "il_procurement_policy.02d3c15e.html"
]
TEXT = (PAGES / "il_procurement_policy.02d3c15e.html").read_text("utf-8")
SOURCE = TEXT.replace("<p>The Procurement", '<p><img src="/Images/a.jpg"></p><p>The Procurement', 1)
OLD = "https://www2.illinois.gov/sites/ppb/Documents/191015%20Agenda.pdf"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    engine = open_catalogue(tmp_path / "archive.db")
    yield Archive(engine, Profile.from_toml(PROFILE, "test"))
    engine.dispose()


def look(archive: Archive, html: str) -> Outcome:
    task = Task(Kind.ARTICLE, URL, Payload(html.encode()), "text/html", None, "sharepoint", "UTC")
    with archive.crawl(after=timedelta(days=1)):
        return archive.take(read(task), url=URL).outcome


def rows(archive: Archive) -> list[tuple[Any, ...]]:
    return archive.rows("SELECT kind, field, before, after, version_id FROM changes WHERE id > 1")


TITLE = "Future Board Meetings/Agendas"
CHANGES = [
    (TITLE, "Future Meetings", "edited", "title", TITLE, "Future Meetings"),
    ("room&#160;349-C", "room&#160;350-C", "edited", "body_text", "room 349-C", "room 350-C"),
    ("a.jpg", "b.jpg", "edited", "links", "/Images/a.jpg", "/Images/b.jpg"),
    ('"_blank"><img class="ms-asset', '"_blank">New <img class="ms-asset', "edited", "body_text",
     "October 15, 2019 Agenda.pdf", "New October 15, 2019 Agenda.pdf"),
    ("191015%20A", "191016%20A", "document-added", "attachments", None, "191016%20Agenda"),
    ("191015%20A", "191016%20A", "document-removed", "attachments", OLD, None),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kind", "field", "before", "after"), CHANGES)
def test_a_change_is_a_version_and_its_rows(
    archive: Archive,
    old: str,
    new: str,
    kind: str,
    field: str,
    before: str | None,
    after: str | None,
) -> None:
    assert old in SOURCE
    look(archive, SOURCE)
    assert look(archive, SOURCE.replace(old, new)) is Outcome.NEW
    (row,) = (row for row in rows(archive) if row[:2] == (kind, field))
    assert before is None or before in row[2]
    assert after is None or after in row[3]
    assert row[4] == 2
    assert archive.rows("SELECT version_count FROM articles") == [(2,)]


FRAME = SOURCE[: SOURCE.index("<body")]
LIES = [
    "<h1>Back in a moment</h1><p>We are polishing the floor of this office, do come again.</p>",
    "<h1>Xin chờ</h1><p>Máy chủ đang được chăm sóc, mời bà con ghé lại vào chiều mai.</p>",
    "<h1>Who goes there?</h1><form><p>Name</p><input name=u><p>Secret</p><input name=p></form>",
    "<h1>Filter</h1><p>Your office has chosen not to show you this. Ticket 0HMVD3J7C4.</p>",
    "<h1>Meetings</h1><p>Nothing to list for this year, nor for the year before it.</p>",
]


@pytest.mark.parametrize("body", LIES)
def test_a_lie_in_words_that_no_list_knows_is_blocked(archive: Archive, body: str) -> None:
    look(archive, SOURCE)
    html = f"{FRAME.replace(TITLE, 'ppb.illinois.gov')}<body>{body}</body></html>"
    assert look(archive, html) is Outcome.BLOCKED
    assert look(archive, SOURCE) is not Outcome.BLOCKED
    assert rows(archive) == []


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_a_page_cut_between_tags_is_blocked(archive: Archive, share: float) -> None:
    look(archive, SOURCE)
    start, end = SOURCE.index("The next meeting"), SOURCE.index("specified in advance")
    stop = SOURCE.index(" ", int(start + (end - start) * share))
    assert look(archive, SOURCE[:stop]) is Outcome.BLOCKED
    assert rows(archive) == []
