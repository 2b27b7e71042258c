"""The demo: what the second crawl reports is what the portal changed, and nothing else."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from archive.queries.changes import FoundChange
from scraper.cli.demo import run_demo
from scraper.cli.group import luutru
from scraper.demo import Change, Portal

Fact = tuple[str, str, str | None]
"""Kind, path of the article, and what of it: a field, or the path of a file."""


def told(change: Change) -> Fact:
    field = "links" if change.field == "body_html" else change.field
    return change.kind.value, change.path, change.document or field


def found(change: FoundChange) -> Fact:
    parts = urlsplit(change.url)
    what = change.field if change.kind == "edited" else None
    if change.kind in {"document-added", "document-removed"}:
        what = urlsplit(json.loads(change.after or change.before or "")["url"]).path
    if change.field == "attachments" and change.kind == "edited":
        what = urlsplit(json.loads(change.after or "")["url"]).path
    return change.kind, f"{parts.path}?{parts.query}", what


@pytest.mark.parametrize("days", [1, 3])
def test_the_second_crawl_reports_exactly_what_changed(tmp_path: Path, days: int) -> None:
    reported = run_demo(tmp_path / "data", articles=40, days=days)
    truth = Portal(articles=40).changes(0, days)
    replaced = {c.path for c in truth if c.kind == "document-changed"}
    facts = [found(each) for each in reported if each.kind != "document-changed"]
    assert sorted(facts, key=str) == sorted(
        (told(each) for each in truth if each.kind != "document-changed"), key=str
    )
    assert {found(e)[1] for e in reported if e.kind == "document-changed"} == replaced
    assert {kind for kind, _, _ in facts} >= {"new", "edited", "gone"}


def test_a_demo_refuses_an_archive_that_is_there(tmp_path: Path) -> None:
    archive = tmp_path / "data"
    (archive / "warc").mkdir(parents=True)
    result = CliRunner().invoke(luutru, ["--archive", str(archive), "demo", "--no-serve"])
    assert result.exit_code == 1
    assert "There is an archive in" in result.output
