"""What a command costs, with all the processes that it starts."""

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
"""Linux, prctl(2): processes that lose their parent become ours, and can be accounted for."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of processor, and bytes of memory at the highest point."""

    wall: float
    cpu: float
    memory: int


def measure(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder to its end; raises RuntimeError where it fails."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    _reap_left()  # a command before may have left workers, whose time is not this one's
    with (folder / "output").open("wb") as output:
        started = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, start_new_session=True
        )
        peak = _Peak(process.pid)
        status, cpu = _reap(process.pid)
        wall = time.monotonic() - started
    process.returncode = status
    memory = peak.stop()
    # wget says 8 where any address was not found; what matters is counted by the server.
    if status not in {0, 8}:
        raise RuntimeError(f"{command[0]} ended with {status}: {(folder / 'output').read_text()}")
    return Cost(wall, cpu, memory)


def _reap(leader: int) -> tuple[int, float]:
    """Wait for a process and for all that it leaves behind; return its status and all CPU."""
    status, cpu = 0, 0.0
    while True:
        try:
            pid, code, used = os.wait4(-1, 0)
        except ChildProcessError:
            return status, cpu
        cpu += used.ru_utime + used.ru_stime
        if pid == leader:
            status = os.waitstatus_to_exitcode(code)
            return status, cpu + _reap_left()


def _reap_left() -> float:
    """Wait a moment for the workers that a command has left to end."""
    cpu, deadline = 0.0, time.monotonic() + 2
    while time.monotonic() < deadline:
        try:
            pid, _, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if pid == 0:
            time.sleep(0.02)
        else:
            cpu += used.ru_utime + used.ru_stime
    return cpu


class _Peak(threading.Thread):
    """Watches the memory of a session of processes, shared pages counted once (PSS)."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._peak = 0
        self._done = threading.Event()
        self.start()

    def run(self) -> None:
        """Look twice a second."""
        while not self._done.wait(0.5):
            self._peak = max(self._peak, sum(map(_proportional, _session_of(self._session))))

    def stop(self) -> int:
        """End, and return the highest sum seen, in bytes."""
        self._done.set()
        self.join()
        return self._peak


def _session_of(leader: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == leader:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
