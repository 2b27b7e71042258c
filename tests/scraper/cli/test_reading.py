"""The commands that read an archive, on one with a short history."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import click
import feedparser
import pytest
from click.testing import CliRunner, Result
from rich.console import Console
from tzlocal import reload_localzone

from archive.errors import NotAnArchiveError, NotInArchiveError
from archive.news.entries import entries_of
from archive.queries.articles import Standing
from archive.queries.changes import changes_since
from archive.queries.reading import reading
from scraper.cli.changes import changes
from scraper.cli.diff import diff
from scraper.cli.digest import print_entries
from scraper.cli.group import luutru
from scraper.cli.show import show
from scraper.cli.status import status
from tests.archive.queries.telling import NOTICE, PLAN, tell


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An archive, read by someone in Hanoi."""
    tell(tmp_path).engine.dispose()
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Ho_Chi_Minh")
        reload_localzone()  # it is kept from the first time that somebody asked
        yield tmp_path
    reload_localzone()


def _run(command: click.Command, archive: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=archive)


def _text(command: click.Command, archive: Path, *arguments: str) -> str:
    result = _run(command, archive, *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def _json(command: click.Command, archive: Path, *arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_text(command, archive, *arguments, "--json"))
    return document


def test_status(archive: Path) -> None:
    text = _text(status, archive)
    assert "2 in 3 versions, 1 of them gone" in text
    assert "interrupted 2021-09-10 09:00:07+07:00" in text
    (portal,) = _json(status, archive)["portals"]
    assert (portal["portal"], portal["articles"], portal["last_crawl"]["crawl_id"]) == (
        "portal",
        2,
        3,
    )


def test_changes_are_told_by_day_and_article(archive: Path) -> None:
    assert (
        _text(changes, archive)
        == """\
Wednesday, September 8, 2021
  Kế hoạch thi đua đặc biệt  [1] portal  New
  Thông báo nghỉ lễ  [2] portal  New

Thursday, September 9, 2021
  Kế hoạch thi đua đặc biệt  [1] portal
    09:00  Silently edited · Text (−1 +1 words): “hồ sơ đến ngày 30/9” → “hồ sơ đến ngày 15/10”
    09:00  File replaced: 4500-KH.signed.pdf
  Thông báo nghỉ lễ  [2] portal  Gone from the portal

2 new, 1 silently edited, 1 gone; files: 1 replaced
"""
    )


def test_lines_that_do_not_fit_a_terminal_go_on_below_their_beginning(archive: Path) -> None:
    console = Console(force_terminal=True, color_system=None, width=50, file=StringIO())
    with reading(archive / "archive.db") as db:
        print_entries(console, entries_of(changes_since(db)), None)
    lines = [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    start = next(index for index, line in enumerate(lines) if "Silently" in line)
    assert lines[start].endswith("Silently edited · Text (−1 +1 words):")
    assert lines[start + 1] == " " * 11 + "“hồ sơ đến ngày 30/9” → “hồ sơ đến ngày"
    assert lines[start + 2] == " " * 11 + "15/10”"


def test_only_silent_changes(archive: Path) -> None:
    (found,) = _json(changes, archive, "--silent")["changes"]
    assert (found["kind"], found["field"]) == ("edited", "body_text")


def test_changes_as_a_feed(archive: Path) -> None:
    arguments = ("--format", "atom", "--base-url", "https://archive.example/")
    feed = feedparser.parse(_text(changes, archive, *arguments).encode())
    assert not feed.bozo
    assert feed.feed.id == "https://archive.example/-/changes.atom"
    assert feed.entries[0].title == "Gone from the portal: Thông báo nghỉ lễ"
    assert len(feed.entries) == 5


@pytest.mark.parametrize(
    ("since", "kinds"),
    [
        ("2021-09-09", ["edited", "document-changed", "gone"]),
        ("2021-09-09T09:00:05", ["document-changed", "gone"]),
        ("1d", []),
    ],
)
def test_changes_since_a_time_of_the_readers_zone(
    archive: Path, since: str, kinds: list[str]
) -> None:
    found = _json(changes, archive, "--since", since)["changes"]
    assert [change["kind"] for change in found] == kinds


def test_nothing_changed(archive: Path) -> None:
    assert _text(changes, archive, "--since", "yesterday") == "Nothing changed.\n"


def test_show(archive: Path) -> None:
    text = _text(show, archive, PLAN)
    assert text.startswith("Kế hoạch thi đua đặc biệt\n")
    assert "Nộp hồ sơ đến ngày 15/10.\n\nĐiều khoản chung.\n" in text
    assert "views 194 to 230" in text
    assert "  4500-KH.signed.pdf  Kế hoạch  3 bytes, version 2  sha256:3fc4" in text


@pytest.mark.parametrize("wanted", [("--version", "1"), ("--at", "2021-09-08")])
def test_show_as_it_was(archive: Path, wanted: tuple[str, str]) -> None:
    assert "30/9" in _text(show, archive, "1", *wanted)
    assert _json(show, archive, "1", *wanted)["version"]["number"] == 1


def test_show_json_has_the_columns_of_the_tables(archive: Path) -> None:
    document = _json(show, archive, NOTICE)
    assert set(Standing.__slots__) < set(document)
    assert document["gone_at"] is not None
    assert document["version"]["keywords"] == []


def test_diff_of_the_last_two(archive: Path) -> None:
    text = _text(diff, archive, "1")
    assert "body_text  words: 1 removed, 1 added\nNộp hồ sơ đến ngày [-30/9-]{+15/10+}." in text
    assert _json(diff, archive, "1") == _json(diff, archive, "1", "1", "2")


def test_diff_parts_join_to_both_texts(archive: Path) -> None:
    document = _json(diff, archive, "1", "2", "1")
    (found,) = document["differences"]
    for side, left_out in (("before", "added"), ("after", "removed")):
        parts = [part["text"] for part in found["parts"] if part["op"] != left_out]
        assert "".join(parts) == found[side] == document[side]["body_text"]


def test_diff_of_one_version_with_itself(archive: Path) -> None:
    assert "They say the same." in _text(diff, archive, "1", "2", "2")


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [
        (changes, ["--since", "soon"], "write it like 2021-09-08"),
        (show, ["1", "--at", "2d", "--version", "1"], "give one of them"),
        (show, ["1", "--version", "0"], "0 is not in the range"),
        (diff, ["1", "1"], "Give both versions"),
    ],
)
def test_wrong_usage(
    archive: Path, command: click.Command, arguments: list[str], message: str
) -> None:
    result = _run(command, archive, *arguments)
    assert result.exit_code == 2
    assert message in result.output


@pytest.mark.parametrize(
    ("command", "arguments"), [(show, ["99"]), (diff, ["2"]), (diff, ["1", "1", "3"])]
)
def test_not_in_the_archive(archive: Path, command: click.Command, arguments: list[str]) -> None:
    assert isinstance(_run(command, archive, *arguments).exception, NotInArchiveError)


@pytest.mark.parametrize("command", [status, changes])
def test_no_archive(tmp_path: Path, command: click.Command) -> None:
    assert isinstance(_run(command, tmp_path).exception, NotAnArchiveError)
    (tmp_path / "holiday.jpg").touch()
    assert isinstance(_run(command, tmp_path).exception, NotAnArchiveError)


def test_an_error_is_told_in_words_with_status_1(archive: Path) -> None:
    near = PLAN.replace("tin-tuc", "tin_tuc")
    result = CliRunner().invoke(luutru, ["--archive", str(archive), "show", near])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"Near to it:\n  1  {PLAN}\n" in result.stderr
