from datetime import timedelta

import pytest
from sqlalchemy import Connection

from archive.errors import NotInArchiveError
from archive.queries.articles import find_article
from archive.queries.versions import (
    gone_by,
    observations_of,
    version_at,
    version_numbered,
    versions_of,
)
from archive.times import from_text
from tests.archive.queries.telling import DAY, LINKED
from tests.archive.recording.making import START


def test_all_in_order_each_ending_where_the_next_begins(db: Connection) -> None:
    first, second = versions_of(db, 1)
    assert (first.number, second.number) == (1, 2)
    assert (first.valid_to, second.valid_to) == (second.valid_from, None)


def test_says_what_was_read(db: Connection) -> None:
    said = version_numbered(db, find_article(db, "1"), 1).said
    assert said.body_text == "Nộp hồ sơ đến ngày 30/9.\n\nĐiều khoản chung."
    assert said.keywords == ("thi đua", "Covid-19")
    assert said.fields == {"Version": "2.0"}
    assert said.attachments == LINKED


def test_at_a_moment(db: Connection) -> None:
    article = find_article(db, "1")
    edited_at = from_text(versions_of(db, 1)[1].valid_from)
    instant = timedelta(microseconds=1)
    assert version_at(db, article, edited_at - instant).number == 1
    assert version_at(db, article, edited_at).number == 2
    assert version_at(db, article, edited_at + 100 * DAY).number == 2


def test_before_it_was_seen(db: Connection) -> None:
    with pytest.raises(NotInArchiveError, match="first seen at 2021-09-08"):
        version_at(db, find_article(db, "1"), START)


@pytest.mark.parametrize("number", [0, 3])
def test_no_such_number(db: Connection, number: int) -> None:
    with pytest.raises(NotInArchiveError, match="it has 1 to 2"):
        version_numbered(db, find_article(db, "1"), number)


def test_gone_at_a_moment(db: Connection) -> None:
    gone_at = find_article(db, "2").gone_at
    assert gone_at is not None
    assert gone_by(db, 2, from_text(gone_at)) == gone_at
    assert gone_by(db, 2, from_text(gone_at) - timedelta(microseconds=1)) is None
    assert gone_by(db, 1, START + 9 * DAY) is None


def test_looks_are_summed_up(db: Connection) -> None:
    looks = observations_of(db, 1)
    assert (looks.count, looks.first_view_count, looks.last_view_count) == (3, 194, 230)
