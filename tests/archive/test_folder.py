import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import ArchiveBusyError, ArchiveError, NotAnArchiveError
from archive.folder import find_folder, open_folder, wait_until_free

ROOT = Path(__file__).parents[2]
SINCE = datetime(2021, 9, 8, 2, tzinfo=UTC)
HOLD = """
import sys, time
from pathlib import Path
from archive.folder import open_folder
with open_folder(Path(sys.argv[1]), create=True, command="luutru crawl bdiza"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "data")],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_an_archive_is_made_where_nothing_is(tmp_path):
    with open_folder(tmp_path / "a" / "b", create=True) as folder:
        assert folder.warc.is_dir()
        assert folder.incoming.is_dir()
        assert folder.database == tmp_path / "a" / "b" / "archive.db"
    assert find_folder(tmp_path / "a" / "b") == folder


def test_an_empty_folder_becomes_an_archive_only_when_asked(tmp_path):
    (tmp_path / "lost+found").mkdir()
    with pytest.raises(NotAnArchiveError, match="no archive at"), open_folder(tmp_path):
        pass
    with pytest.raises(NotAnArchiveError, match="no archive at"):
        find_folder(tmp_path / "nowhere")
    assert [path.name for path in tmp_path.iterdir()] == ["lost+found"]
    with open_folder(tmp_path, create=True):
        pass


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").touch()
    with (
        pytest.raises(NotAnArchiveError, match=r"thesis\.docx.*Name another folder"),
        open_folder(tmp_path, create=True),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_no_archive(tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(NotAnArchiveError, match="is a file"):
        find_folder(tmp_path / "data")


def test_a_folder_that_can_not_be_made_is_said_to_be(tmp_path):
    (tmp_path / "file").touch()
    with (
        pytest.raises(ArchiveError, match="can't be made"),
        open_folder(tmp_path / "file" / "data", create=True),
    ):
        pass


def test_the_second_writer_hears_who_the_first_is(tmp_path, holder):
    told = rf"process {holder.pid} \(luutru crawl bdiza, since 20"
    with pytest.raises(ArchiveBusyError, match=told), open_folder(tmp_path / "data"):
        pass
    assert find_folder(tmp_path / "data").warc.is_dir()


def test_one_can_wait_for_the_other_writer(tmp_path, holder):
    with pytest.raises(ArchiveBusyError):
        _begin(tmp_path / "data")
    threading.Timer(0.2, holder.kill).start()
    wait_until_free(tmp_path / "data", timedelta(seconds=20), pause=0.02)
    _begin(tmp_path / "data")


def test_waiting_has_an_end(tmp_path, holder):
    wait_until_free(tmp_path / "data", timedelta(seconds=0.1), pause=0.02)
    with pytest.raises(ArchiveBusyError):
        _begin(tmp_path / "data")


def test_where_no_archive_is_there_is_nothing_to_wait_for(tmp_path):
    wait_until_free(tmp_path / "none", timedelta(days=1))


def _begin(path):
    with open_folder(path):
        pass


def test_the_lock_goes_with_a_killed_process(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with open_folder(tmp_path / "data"):
        pass


def test_one_process_can_not_write_twice_either(tmp_path):
    with open_folder(tmp_path / "data", create=True, command="first", clock=lambda: SINCE):
        told = rf"process {os.getpid()} \(first, since 2021-09-08T02:00:00.000000Z\)"
        with pytest.raises(ArchiveBusyError, match=told), open_folder(tmp_path / "data"):
            pass
    with open_folder(tmp_path / "data"):
        pass


def test_forked_workers_do_not_hold_on_to_the_lock(tmp_path):
    fork = multiprocessing.get_context("fork")
    ready, go = fork.Event(), fork.Event()

    def work():
        ready.set()
        go.wait(30)

    with open_folder(tmp_path / "data", create=True):
        worker = fork.Process(target=work)
        worker.start()
        ready.wait(30)
    try:
        with open_folder(tmp_path / "data"):
            pass
    finally:
        go.set()
        worker.join()


def test_what_was_in_flight_when_a_process_died_is_taken_away(tmp_path):
    with open_folder(tmp_path / "data", create=True) as folder:
        (folder.incoming / "half").touch()
    with open_folder(tmp_path / "data") as folder:
        assert list(folder.incoming.iterdir()) == []
