from sqlalchemy import Connection

from archive.queries.changes import changes_since
from tests.archive.queries.telling import DAY, NOTICE, PLAN
from tests.archive.recording.making import START


def test_all_in_the_order_seen(db: Connection) -> None:
    found = changes_since(db)
    assert [(change.kind, change.article_id, change.version) for change in found] == [
        ("new", 1, 1),
        ("new", 2, 1),
        ("edited", 1, 2),
        ("document-changed", 1, None),
        ("gone", 2, None),
    ]
    assert [change.url for change in found] == [PLAN, NOTICE, PLAN, PLAN, NOTICE]


def test_since_a_moment(db: Connection) -> None:
    edit = changes_since(db, START + DAY)[0]
    assert (edit.kind, edit.field) == ("edited", "body_text")
    assert edit.before is not None
    assert edit.after is not None
    assert ("30/9" in edit.before, "15/10" in edit.after) == (True, True)
    assert (edit.silent, edit.words_added, edit.words_removed) == (True, 1, 1)
    assert changes_since(db, START + 2 * DAY) == []


def test_limit_keeps_the_latest(db: Connection) -> None:
    assert changes_since(db, limit=2) == changes_since(db)[-2:]


def test_one_portal(db: Connection) -> None:
    assert changes_since(db, portal="portal") == changes_since(db)
    assert changes_since(db, portal="other") == []
