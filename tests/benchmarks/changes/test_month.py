"""A short month of a small portal on which everything happens: nothing false, nothing missed."""

from pathlib import Path

from scraper.demo import Absence, Lie
from scraper.demo.timeline.events import Act, events_of
from tests.benchmarks.changes.facts import archive_facts, true_facts
from tests.benchmarks.changes.month import Month, run_month
from tests.benchmarks.changes.scoring import score

MONTH = Month(articles=40, days=8)
KINDS = {
    "new", "gone", "returned", "document-added", "document-changed", "document-removed",
    "edited: title", "edited: body_text", "edited: links", "edited: image_url",
    "edited: published_at", "edited: keywords", "edited: attachments", "edited: url",
    "unhealthy run",
}  # fmt: skip


def test_everything_happens_in_it() -> None:
    portal = MONTH.portal
    numbers = range(1, portal.calendar.count(MONTH.days) + 1)
    acts = {e.act for n in numbers for e in events_of(portal.calendar, n) if e.day < MONTH.days}
    assert acts == set(Act)
    lies = {portal.lie(n, day) for n in numbers for day in MONTH.all_days if portal.story(n, day)}
    assert lies >= set(Lie)
    assert set(portal.absences) == set(Absence)
    assert {fact.kind for fact in true_facts(MONTH).facts} >= KINDS


def test_nothing_is_told_falsely_and_nothing_is_missed(tmp_path: Path) -> None:
    run_month(MONTH, tmp_path, print)
    scores = score(true_facts(MONTH), archive_facts(MONTH, tmp_path / "data"))
    assert [each for each in scores if not each.is_right] == []
    assert all((each.precision, each.recall) == (1.0, 1.0) for each in scores)
