"""Crawls that are killed, at any moment: nothing is lost, doubled or fetched again in vain."""

import random
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.warc.positions import archive_files
from archive.warc.reader import Entry, Note, StoredExchange, read_records
from scraper.demo import Portal, serve
from tests.scraper.whole.conftest import Archive

Run = Callable[..., Any]

ARTICLES = 40
KILLS = 50
PATIENCE = 300
"""Seconds that a crawl may take which nobody kills; ten are usual."""
LONGEST = 0.7
"""Seconds from a run's first new request to its end, at most."""

CONTENT = (
    "SELECT substr(a.url, 18 + instr(substr(a.url, 18), '/')) AS path, v.number, "
    "v.content_digest, a.gone_at IS NULL FROM articles AS a "
    "JOIN versions AS v ON v.article_id = a.id ORDER BY path, v.number"
)
CHANGES = (
    "SELECT c.crawl_id, a.title, c.kind, c.field FROM changes AS c "
    "JOIN articles AS a ON a.id = c.article_id ORDER BY 1, 2, 3, 4"
)
FILES = (
    "SELECT d.filename, v.number, v.content_digest FROM documents AS d "
    "JOIN document_versions AS v ON v.document_id = d.id ORDER BY 1, 2, 3"
)
ENDS = "SELECT warc_file, max(warc_offset + warc_length) FROM captures GROUP BY warc_file"


@dataclass
class Killed:
    """Crawls of one archive that are killed time and again."""

    archive: Archive
    portal: Portal
    begin: Callable[[], "subprocess.Popen[str]"]
    dice: random.Random = field(default_factory=lambda: random.Random(20210908))
    kills: int = 0
    lost: int = 0
    """Requests that were answered, and of which nothing was on disk."""

    def crawl(self, log: Path) -> None:
        """Crawl until done, killing while kills are left."""
        status, ended = None, self.ended()
        served, flushed = self.portal.served, self.flushed()
        while status is None and self.ended() == ended:
            status = self.run()
            if status is None:
                self.kills += 1
                self.refers_to_nothing_missing()
        # Only now: what was asked for by one that was killed may be answered while the next runs.
        self.lost += self.portal.served - served - (self.flushed() - flushed)
        assert status in {0, None}, log.read_text()
        assert "Traceback" not in log.read_text()

    def run(self) -> int | None:
        """Run once; return the exit status, or None where it was killed."""
        process = self.begin()
        if self.kills >= KILLS:
            return process.wait(timeout=PATIENCE)
        served = self.portal.served
        # Most are killed while they fetch, some while they open the archive.
        if self.dice.random() < 0.2:
            wait = self.dice.uniform(0.5, 1.5)
        else:
            while self.portal.served == served and process.poll() is None:
                time.sleep(0.002)
            wait = self.dice.uniform(0, LONGEST)
        try:
            return process.wait(timeout=wait)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None

    def flushed(self) -> int:
        """Count the whole exchanges in the WARC files, as they lie there."""
        return sum(isinstance(each, StoredExchange) for each in self.entries())

    def ended(self) -> int:
        """Count the crawls whose end is on record: one may be killed after that, too."""
        notes = (each.content for each in self.entries() if isinstance(each, Note))
        return sum(note.get("status") == "complete" for note in notes)

    def entries(self) -> Iterator[Entry]:
        for path in archive_files(self.archive.path / "warc"):
            yield from read_records(path)

    def refers_to_nothing_missing(self) -> None:
        if not (self.archive.path / "archive.db").exists():
            return
        files = archive_files(self.archive.path / "warc")
        sizes = {path.name: path.stat().st_size for path in files}
        if self.archive.rows("SELECT 1 FROM sqlite_master WHERE name = 'captures'"):
            for name, end in self.archive.rows(ENDS):
                assert sizes[name] >= end


def test_killed_at_fifty_moments(
    luutru: Run, start: Callable[..., Any], archive: Archive, tmp_path: Path
) -> None:
    """Day after day the portal is crawled twice: in one go, and by crawls that are killed."""
    straight = Archive(tmp_path / "straight")
    portal = Portal(articles=ARTICLES)
    log = tmp_path / "log"
    with serve(portal) as base, log.open("w") as stream:
        crawl = ("crawl", "demo", "--home", base, "--all")
        begin = lambda: start(  # noqa: E731 -- short, and only here
            "--archive", archive.path, *crawl, stdout=stream, stderr=stream
        )
        killed = Killed(archive, portal, begin)
        while killed.kills < KILLS:
            served = portal.served
            ran = luutru("--archive", straight.path, *crawl)
            assert ran.status == 0, ran.err
            needed, served, lost = portal.served - served, portal.served, killed.lost
            killed.crawl(log)
            assert portal.served - served <= needed + killed.lost - lost
            portal.advance()
    for question in (CONTENT, CHANGES, FILES):
        assert archive.rows(question) == straight.rows(question)
    assert archive.rows("SELECT DISTINCT status FROM crawls") == [("complete",)]
    archive.check()
