"""`luutru rebuild`: what it prints of an archive."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.rebuilt.comparing import Comparison, Difference, FileDifference
from pipelines.rebuilding import Progress, Rebuilt, Watch
from scraper.cli import rebuild as module
from scraper.cli.group import luutru

COMPARED = Comparison(
    (
        Difference(3, "https://p.example/1", 2, 9, "title", "Một", "MỘT"),
        Difference(3, "https://p.example/1", 3, 11, "version", "edited", None),
    ),
    (FileDifference("sha256:00", "page_count", "1", "2"),),
    (),
)


@pytest.fixture
def rebuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    def rebuild_archive(*_: object, dry_run: bool, watch: Watch) -> Rebuilt:
        watch(Progress(total=200, bytes=50, captures=3))
        return Rebuilt(12, 1, ("a torn end",), COMPARED, not dry_run, ("notes",))

    monkeypatch.setattr(module, "rebuild_archive", rebuild_archive)


@pytest.mark.usefixtures("rebuilt")
def test_what_reads_differently_is_printed_by_article_version_and_field() -> None:
    result = CliRunner().invoke(luutru, ["rebuild", "--dry-run"])
    assert result.exit_code == 3
    for words in ("nothing replaced", "Article 3, version 2", "title: Một → MỘT", "a torn end"):
        assert words in result.stdout
    assert "an edit only as read before" in result.stdout
    assert "page_count: 1 → 2" in result.stdout
    assert "Kept, for they are your own: notes" in result.stdout
    assert "ids of later versions may be others now" in result.stdout


@pytest.mark.usefixtures("rebuilt")
def test_progress_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(module, "LINE_SECONDS", 0)
    monkeypatch.setattr(module.Lines, "show", lambda _, words: shown.append(words))
    CliRunner().invoke(luutru, ["rebuild"])
    [words] = shown
    assert words.startswith("25%, 3 captures, ")


def test_ids_stay_where_both_parsers_see_the_same_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    same = Comparison(COMPARED.versions[:1], COMPARED.files, ())
    rebuilt = Rebuilt(12, 0, (), same, replaced=True, kept=("notes",))
    monkeypatch.setattr(module, "rebuild_archive", lambda *_, **__: rebuilt)
    assert "may be others now" not in CliRunner().invoke(luutru, ["rebuild"]).stdout


def test_where_there_was_nothing_to_compare_with_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nothing = Rebuilt(12, 0, (), None, replaced=True)
    monkeypatch.setattr(module, "rebuild_archive", lambda *_, **__: nothing)
    result = CliRunner().invoke(luutru, ["rebuild"])
    assert result.exit_code == 0
    assert "no readable database to compare with" in result.stdout
    document = json.loads(CliRunner().invoke(luutru, ["rebuild", "--json"]).stdout)
    assert (document["compared"], document["versions"]) == (False, [])


@pytest.mark.usefixtures("rebuilt")
def test_json_says_the_same() -> None:
    document = json.loads(CliRunner().invoke(luutru, ["rebuild", "--json"]).stdout)
    assert (document["replaced"], document["captures"], document["damaged"]) == (True, 12, 1)
    assert document["versions"][0]["after"] == "MỘT"
    assert document["kept"] == ["notes"]
    assert document["files"][0]["payload_digest"] == "sha256:00"


def test_where_there_is_no_archive_nothing_is_made(tmp_path: Path) -> None:
    result = CliRunner().invoke(luutru, ["--archive", str(tmp_path / "a"), "rebuild"])
    assert result.exit_code == 1
    assert not (tmp_path / "a").exists()
