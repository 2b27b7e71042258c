"""`luutru alerts`, and alerts at the end of a crawl."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.recording.crawls import CrawlSummary
from scraper.alerting import send_alerts
from scraper.cli import crawl as module
from scraper.cli.group import luutru
from tests.archive.alerts.receiving import Receiver, receiving
from tests.archive.queries.telling import tell


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def archive(tmp_path: Path, receiver: Receiver) -> Path:
    tell(tmp_path).engine.dispose()
    configure(tmp_path, receiver.address("desk"))
    return tmp_path


def configure(archive: Path, *to: str) -> None:
    path = archive / "luutru.toml"
    path.write_text(f"language = 'en'\n[alerts.desk]\nto = {list(to)}\n", encoding="utf-8")
    path.chmod(0o600)


def run(archive: Path, *arguments: str) -> Result:
    return CliRunner().invoke(luutru, ["--archive", str(archive), *arguments])


def test_a_preview_shows_the_last_run_and_sends_nothing(archive: Path, receiver: Receiver) -> None:
    result = run(archive, "alerts", "preview")
    assert result.exit_code == 0, result.output
    assert "To desk: Lưu Trữ, portal: 1 silently edited, 1 gone; files: 1 replaced" in result.output
    assert receiver.got == []
    assert not (archive / "alerts").exists()
    both = run(archive, "alerts", "preview", "desk", "--since", "2021-01-01", "--json")
    (message,) = json.loads(both.stdout)["messages"]
    assert message["title"].startswith("Lưu Trữ, portal: 2 new, 1 silently edited")


def test_a_preview_of_an_alert_that_is_not_there(archive: Path) -> None:
    result = run(archive, "alerts", "preview", "dsk")
    assert result.exit_code == 1
    assert "There is no alert 'dsk'" in result.stderr


def test_a_dry_run_prints_what_sending_would_send(archive: Path, receiver: Receiver) -> None:
    receiver.answers = [500]
    send_alerts(archive, just_ended=2)
    state = archive / "alerts" / "state.json"
    state.write_text(state.read_text().replace("2", "1"))
    result = run(archive, "alerts", "send", "--dry-run")
    assert result.output.count("To desk:") == 1  # what waits is not due yet
    assert receiver.got == []
    sent = run(archive, "alerts", "send", "--json")
    assert json.loads(sent.stdout) == {"written": 1, "sent": 1, "waiting": 0, "given_up": 0}
    assert len(receiver.got) == 1


def test_what_could_not_be_sent_is_status_1_and_listed(archive: Path, receiver: Receiver) -> None:
    receiver.answers = [500]
    send_alerts(archive, just_ended=2)
    assert run(archive, "alerts", "send").exit_code == 1
    listed = run(archive, "alerts", "list").output
    assert "desk: one message a run, to json://127.0.0.1" in listed
    assert "Waits: Lưu Trữ, portal" in listed
    assert "(tries: 1, next " in listed
    (waiting,) = json.loads(run(archive, "alerts", "list", "--json").stdout)["waiting"]
    assert "error=500" in waiting["problem"]


def test_a_test_reaches_every_address(archive: Path, receiver: Receiver) -> None:
    result = run(archive, "alerts", "test")
    assert result.exit_code == 0, result.output
    assert result.output.endswith("/desk: sent\n")
    assert receiver.got[0]["message"].strip() == str(archive)
    configure(archive, receiver.address("desk"), "nonsense://user:secret@x")
    again = run(archive, "alerts", "test")
    assert again.exit_code == 1
    assert "secret" not in again.output
    assert "1 of 2 addresses could not be reached" in again.stderr


def test_without_alerts_it_is_said_how_to_begin(tmp_path: Path) -> None:
    tell(tmp_path).engine.dispose()
    result = run(tmp_path, "alerts", "send")
    assert result.exit_code == 1
    assert "[alerts.me]" in result.stderr


@pytest.fixture
def crawled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `luutru crawl` be the second crawl of the archive that is there."""
    counts = dict.fromkeys(
        ("captures", "articles", "new", "edited", "unchanged", "gone", "returned", "documents",
         "new_documents", "errors"), 3,
    )  # fmt: skip
    summary = CrawlSummary(2, "portal", "complete", counts, 1.5, ())
    monkeypatch.setattr(module, "run_crawl", lambda options: summary)


@pytest.mark.usefixtures("crawled")
def test_a_crawl_sends_what_it_found(archive: Path, receiver: Receiver) -> None:
    assert run(archive, "crawl", "demo").exit_code == 0
    assert [message["title"] for message in receiver.got] == [
        "Lưu Trữ, portal: 1 silently edited, 1 gone; files: 1 replaced"
    ]


@pytest.mark.usefixtures("crawled")
@pytest.mark.parametrize("broken", ["[alerts", "[alerts.desk]\nto = ['nonsense']"])
def test_alerts_that_fail_never_fail_the_crawl(
    archive: Path, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    (archive / "luutru.toml").write_text(broken)
    assert run(archive, "crawl", "demo").exit_code == 0
