"""What a look at a page that says what it said leaves behind: which record, and how much room."""

import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from archive.content import Kind
from archive.profile import Profile
from archive.warc.positions import archive_files
from archive.warc.reader import StoredExchange, read_records
from tests.pipelines.histories import HOME, PROFILE, History, page

ARTICLE = f"{HOME}sites/thong-bao/Lists/ThongBao/tin-tuc/"
PAGES = 300
MOST = 300
"""Bytes in the database."""


def records(history: History) -> list[str]:
    """Say in which form each exchange is kept."""
    entries = read_records(history.root / "warc")
    return [each.record_type.value for each in entries if isinstance(each, StoredExchange)]


@pytest.mark.parametrize(("keep", "form"), [("delta", "delta"), ("full", "response")])
def test_the_profile_says_whether_noise_is_kept_whole(tmp_path: Path, keep: str, form: str) -> None:
    profile = Profile.from_toml(f'{PROFILE.text}keep = "{keep}"\n', "test")
    history = History(tmp_path / "data")
    with history.crawl(profile=profile) as intake:
        for noise in range(2):
            history.take(intake, ARTICLE + "1", page("Một", noise=noise))
        history.take(intake, ARTICLE + "1", page("Hai", noise=1))
        history.take(intake, ARTICLE + "1", page("Hai", noise=1))
        history.take(intake, ARTICLE + "1", b"", status=304)
        history.take(intake, ARTICLE + "1", None)
    assert records(history) == ["response", form, "response", "revisit", "revisit", "failure"]


def test_what_is_posted_again_is_kept_as_a_difference(tmp_path: Path) -> None:
    """Forms hold view states: what is posted differs, and so does the answer, and says the same."""
    history, dice = History(tmp_path / "data"), random.Random(7)
    listing = f"{HOME}tin-tuc"
    with history.crawl() as intake:
        for noise in range(2):
            posted = b"__VIEWSTATE=" + dice.randbytes(20).hex().encode()
            body = page("Danh sách", noise=noise)
            taken = history.take(intake, listing, body, posted=posted, kind=Kind.LISTING)
            assert taken.exchange.request.body == posted
    kept = [
        each.exchange.request
        for each in read_records(history.root / "warc")
        if isinstance(each, StoredExchange)
    ]
    assert [request.method for request in kept] == ["POST", "POST"]
    assert kept[0].body != kept[1].body
    assert records(history) == ["response", "delta"]


def test_it_costs_less_than_300_bytes_in_the_database(tmp_path: Path) -> None:
    history = History(tmp_path / "data")
    sizes = []
    for day in range(3):
        with history.crawl() as intake:
            for number in range(PAGES):
                history.take(intake, f"{ARTICLE}{number}", page(f"Bài {number}", noise=day))
        sizes.append(compact(history.root / "archive.db"))
    assert Counter(records(history)) == {"response": PAGES, "delta": 2 * PAGES}
    assert 100 < (sizes[2] - sizes[1]) / PAGES < MOST
    assert len(archive_files(history.root / "warc")) == 3


def compact(database: Path) -> int:
    """Bring the database to its smallest, so that free pages do not count; return its size."""
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("VACUUM")
    return database.stat().st_size
