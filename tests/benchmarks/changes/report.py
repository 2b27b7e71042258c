"""The benchmark's result: a table for people, a document for programs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.changes.month import Month
from tests.benchmarks.changes.scoring import Score
from tests.benchmarks.changes.storage import Storage

VERSIONS = {"article version", "file version"}


def table(
    month: Month, scores: Sequence[Score], storage: Storage, folder: Path, faults: int
) -> str:
    """Write Markdown, with the first faults of each kind and the log to look into."""
    lines = [
        f"{month.articles} articles, {month.days} days, seed {month.seed!r}",
        "",
        "| | in truth | found | false | missed | precision | recall |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.kind} | {each.true} | {each.found} | {len(each.false)} | {len(each.missed)}"
        f" | {each.precision:.3g} | {each.recall:.3g} |"
        for each in scores
    ]
    lines += ["", *_sums(scores), _stored(storage)]
    return "\n".join([*lines, *_faults(scores, faults, folder)])


def _sums(scores: Sequence[Score]) -> Iterator[str]:
    false = sum(len(each.false) for each in scores if each.kind in VERSIONS)
    missed = sum(len(each.missed) for each in scores)
    misquoted = sum(len(each.misquoted) for each in scores)
    yield f"False versions: {false}. Missed: {missed}. Edits told with wrong words: {misquoted}."


def _stored(storage: Storage) -> str:
    look = storage.captures
    return (
        f"Stored: {storage.warc / 1e6:.1f} MB of WARC files and {storage.database / 1e6:.1f} MB of"
        f" database for {look:,} exchanges, {storage.looks_at_articles:,} of them looks at"
        f" articles: {storage.warc / look:.0f} and {storage.database / look:.0f} bytes each;"
        f" {storage.noise:,} differed in noise alone."
    )


def _faults(scores: Sequence[Score], most: int, folder: Path) -> Iterator[str]:
    for each in scores:
        for name in ("false", "missed", "misquoted"):
            for fact in getattr(each, name)[:most]:
                log = folder / f"day-{fact.day:02}.log"
                yield f"{name}: {fact.kind}, day {fact.day}, article {fact.number} {fact.what}" + (
                    f" ({log.name})" if fact.day else ""
                )


def document(
    month: Month, scores: Sequence[Score], storage: Storage, folder: Path
) -> dict[str, object]:
    """Return what `--json` prints."""
    return {
        "articles": month.articles,
        "days": month.days,
        "seed": month.seed,
        "archive": str(folder / "data"),
        "kinds": {each.kind: _kind(each) for each in scores},
        "false_versions": sum(len(each.false) for each in scores if each.kind in VERSIONS),
        "missed": sum(len(each.missed) for each in scores),
        "bytes": {
            "warc": storage.warc,
            "database": storage.database,
            "warc_per_look": storage.warc / storage.captures,
            "database_per_look": storage.database / storage.captures,
        },
        "looks": storage.captures,
        "noise": storage.noise,
    }


def _kind(score: Score) -> dict[str, object]:
    return {
        "true": score.true,
        "found": score.found,
        "false": [list(fact) for fact in score.false],
        "missed": [list(fact) for fact in score.missed],
        "misquoted": [list(fact) for fact in score.misquoted],
        "precision": score.precision,
        "recall": score.recall,
    }
