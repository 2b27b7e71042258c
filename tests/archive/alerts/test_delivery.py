"""Alerts reach their receivers: once, again after a failure, and whatever crashes when."""

import fcntl
import json
import logging
import os
import stat
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from archive.alerts import delivery
from archive.alerts.delivery import deliver
from archive.alerts.outbox import Outbox
from archive.configuration import Alert, Configuration
from archive.folder import ArchiveFolder
from tests.archive.alerts.receiving import Receiver

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2021, 9, 10, 12, tzinfo=HANOI)
MINUTE = timedelta(minutes=1)


def settings(*to: str, **said: object) -> Configuration:
    alert = Alert.model_validate({"to": to, **said})
    return Configuration(base_url="https://archive.example/", alerts={"desk": alert})


def files(folder: ArchiveFolder, name: str = "outbox") -> list[str]:
    return sorted(path.name for path in (folder.alerts / name).glob("*"))


def test_a_run_is_told_of_once(folder: ArchiveFolder, receiver: Receiver) -> None:
    configuration = settings(receiver.address())
    for _ in range(2):
        deliver(folder, configuration, NOW, just_ended=2)
    (message,) = receiver.got
    assert message["title"] == ("Lưu Trữ, portal: 1 bài sửa lặng lẽ, 1 bài bị gỡ; tệp: thay 1")
    assert (
        "Sửa lặng lẽ · Nội dung (−1 +1 chữ): “hồ sơ đến ngày 30/9” → “hồ sơ đến ngày 15/10”"
        in (message["message"])
    )
    assert "https://archive.example/-/articles/1/diff/1..2" in message["message"]
    assert files(folder) == []


def test_the_past_is_no_news(folder: ArchiveFolder, receiver: Receiver) -> None:
    assert deliver(folder, settings(receiver.address()), NOW).written == []
    assert receiver.got == []


def test_no_alerts_leave_no_trace(folder: ArchiveFolder) -> None:
    deliver(folder, Configuration(), NOW, just_ended=2)
    assert not folder.alerts.exists()


def test_what_fails_is_tried_again_when_it_is_time(
    folder: ArchiveFolder, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answers = [500, 503]
    configuration = settings(receiver.address())
    first = deliver(folder, configuration, NOW, just_ended=2)
    assert [message.attempts for message in first.waiting] == [1]
    assert "will be tried again: json://127.0.0.1" in caplog.text
    assert deliver(folder, configuration, NOW + MINUTE / 2).waiting == first.waiting
    second = deliver(folder, configuration, NOW + MINUTE)
    assert [message.attempts for message in second.waiting] == [2]
    assert "error=503" in (second.waiting[0].problem or "")
    assert deliver(folder, configuration, NOW + 4 * MINUTE).sent == []
    assert len(deliver(folder, configuration, NOW + 6 * MINUTE).sent) == 1
    assert len(receiver.got) == 1
    assert files(folder) == []


def test_a_server_that_is_not_there(folder: ArchiveFolder, receiver: Receiver) -> None:
    configuration = settings(receiver.address())
    receiver.stop()
    (waiting,) = deliver(folder, configuration, NOW, just_ended=2).waiting
    assert "Connection error" in (waiting.problem or "")


def test_of_two_addresses_only_the_one_that_failed_is_tried_again(
    folder: ArchiveFolder, receiver: Receiver
) -> None:
    receiver.answers = [200, 500]
    configuration = settings(receiver.address("a"), receiver.address("b"))
    deliver(folder, configuration, NOW, just_ended=2)
    deliver(folder, configuration, NOW + MINUTE)
    assert receiver.paths == ["/a", "/b"]


def test_an_address_that_was_corrected_is_used(folder: ArchiveFolder, receiver: Receiver) -> None:
    deliver(folder, settings("nonsense"), NOW, just_ended=2)
    assert len(deliver(folder, settings(receiver.address()), NOW + MINUTE).sent) == 1


@pytest.mark.parametrize("step", ["put", "write_progress", "send", "drop"])
def test_a_crash_loses_nothing(
    folder: ArchiveFolder, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whatever step it comes at, the message arrives; twice only where it was just sent."""
    configuration = settings(receiver.address())

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        owner = Outbox if step in {"put", "drop"} else delivery
        patch.setattr(owner, step, crash)
        with pytest.raises(KeyboardInterrupt):
            deliver(folder, configuration, NOW, just_ended=2)
    for _ in range(2):
        deliver(folder, configuration, NOW, just_ended=2)
    assert len(receiver.got) == 1
    assert files(folder) == []


def test_two_processes_do_not_send_the_same(folder: ArchiveFolder, receiver: Receiver) -> None:
    folder.alerts.mkdir()
    with (folder.alerts / "lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert deliver(folder, settings(receiver.address()), NOW, just_ended=2).written == []
    assert len(deliver(folder, settings(receiver.address()), NOW, just_ended=2).sent) == 1


def test_a_message_is_given_up_after_two_weeks(folder: ArchiveFolder) -> None:
    configuration = settings("nonsense")
    deliver(folder, configuration, NOW, just_ended=2)
    assert len(deliver(folder, configuration, NOW + timedelta(days=15)).given_up) == 1
    assert files(folder) == []
    assert files(folder, "undelivered") == ["desk.00000002.json"]


def test_what_waits_is_for_its_owner_alone_and_holds_no_password(folder: ArchiveFolder) -> None:
    deliver(folder, settings("json://user:secret@127.0.0.1:9/"), NOW, just_ended=2)
    (path,) = (folder.alerts / "outbox").glob("*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.alerts.stat().st_mode) == 0o700
    kept = "".join(each.read_text() for each in folder.alerts.rglob("*.json"))
    assert "secret" not in kept
    assert "user:****@" in json.loads(path.read_text())["problem"]


@pytest.mark.parametrize(
    ("digest", "not_yet", "then"),
    [
        ("day", "2021-09-11T06:59", "2021-09-11T07:00"),
        ("week", "2021-09-12T23:00", "2021-09-13T07:00"),
    ],
)
def test_a_digest_comes_when_its_period_is_over(
    folder: ArchiveFolder, receiver: Receiver, digest: str, not_yet: str, then: str
) -> None:
    configuration = settings(receiver.address(), digest=digest)
    deliver(folder, configuration, NOW, just_ended=2)
    for at in (not_yet, then, then):
        deliver(folder, configuration, datetime.fromisoformat(at).replace(tzinfo=HANOI))
    assert [message["title"] for message in receiver.got] == [
        "Lưu Trữ, portal: 1 bài sửa lặng lẽ, 1 bài bị gỡ; tệp: thay 1"
    ]


def test_a_state_that_can_not_be_read_is_told(folder: ArchiveFolder, receiver: Receiver) -> None:
    folder.alerts.mkdir()
    (folder.alerts / "state.json").write_text("{")
    with pytest.raises(Exception, match=r"state\.json can't be read"):
        deliver(folder, settings(receiver.address()), NOW)


def test_a_disk_that_is_full_leaves_the_message_for_the_next_time(
    folder: ArchiveFolder, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Exception, match="No space left"):
            deliver(folder, settings(receiver.address()), NOW, just_ended=2)
    assert len(deliver(folder, settings(receiver.address()), NOW, just_ended=2).sent) == 1


def test_an_alert_that_is_no_more(folder: ArchiveFolder, caplog: pytest.LogCaptureFixture) -> None:
    deliver(folder, settings("nonsense"), NOW.astimezone(UTC), just_ended=2)
    with caplog.at_level(logging.WARNING):
        deliver(folder, Configuration(), NOW)
    assert "There is no alert 'desk' any more" in caplog.text
    assert files(folder, "undelivered") == ["desk.00000002.json"]
