"""LibreOffice is ended in time, with whatever it has started; here a program in its place."""

import os
import time
from pathlib import Path

import pytest

from pipelines.errors import PipelineError
from pipelines.parsing.documents import media
from pipelines.parsing.documents.office import libreoffice
from pipelines.parsing.documents.office.libreoffice import read_by_libreoffice


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program in LibreOffice's place; the test writes what it does."""
    program = tmp_path / "soffice"
    program.touch(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return program


def test_a_file_that_holds_it_up(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "TIME_LIMIT", 1)
    pid = office.parent / "pid"
    office.write_text(f"#!/bin/sh\nsleep 300 & echo $! > {pid}\nwait\n")
    with pytest.raises(PipelineError, match="took more than 1 seconds"):
        read_by_libreoffice(b"", media.DOC)
    assert ended(int(pid.read_text()))


def test_it_may_take_no_more_memory_than_a_reader(office: Path) -> None:
    said = office.parent / "limits"
    office.write_text(f"#!/bin/sh\nulimit -d > {said}\nulimit -v >> {said}\nexit 3\n")
    with pytest.raises(PipelineError, match="stopped with status 3"):
        read_by_libreoffice(b"", media.DOC)
    assert said.read_text().split() == [str(512 * 1024), "unlimited"]


def ended(pid: int) -> bool:
    """Tell whether a process is gone, or about to be."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False
