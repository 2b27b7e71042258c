"""Several WARC files audited side by side, in processes of their own."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING

from archive.fixity.database import database_fault
from archive.fixity.files import FileReport, FileTask, check_file

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

Watch = Callable[[int], None]
"""Told now and then how many bytes have been read in all."""

_EVERY = 0.25
_SMALL = 4 << 20
"""Bytes below which no process is begun: that takes longer than to read them."""


def check_files(tasks: Sequence[FileTask], workers: int, watch: Watch) -> Iterator[FileReport]:
    """Audit files, in up to `workers` processes; the reports come in the order of the files."""
    size = sum(task.path.stat().st_size for task in tasks)
    if workers < 2 or len(tasks) < 2 or size < _SMALL:
        yield from _in_turn(tasks, watch)
    else:
        yield from _side_by_side(tasks, workers, watch)


def _in_turn(tasks: Sequence[FileTask], watch: Watch) -> Iterator[FileReport]:
    done = 0

    def add(count: int) -> None:
        nonlocal done
        done += count
        watch(done)

    for task in tasks:
        yield _check(task, add)


def _side_by_side(tasks: Sequence[FileTask], workers: int, watch: Watch) -> Iterator[FileReport]:
    context = multiprocessing.get_context("forkserver")
    done: Synchronized[int] = context.Value("q", 0)
    with ProcessPoolExecutor(workers, context, _begin, (done,)) as pool:
        reports = [pool.submit(_check_here, task) for task in tasks]
        waiting: set[Future[FileReport]] = set(reports)
        while waiting:
            _, waiting = wait(waiting, timeout=_EVERY, return_when=FIRST_COMPLETED)
            watch(done.value)
        for report in reports:
            yield report.result()


def _check(task: FileTask, watch: Watch) -> FileReport:
    try:
        return check_file(task, watch)
    except DatabaseError as error:
        what = f"the rows of {task.known.name} can't be read ({error})"
        return FileReport(task.known.name, faults=[database_fault(what)])


_done: "Synchronized[int] | None" = None


def _begin(done: "Synchronized[int]") -> None:
    """Let a worker process know where to count what it has read."""
    global _done  # noqa: PLW0603 -- a shared value reaches a worker only while it begins
    _done = done


def _check_here(task: FileTask) -> FileReport:
    return _check(task, _count)


def _count(count: int) -> None:
    if _done is not None:
        with _done.get_lock():
            _done.value += count
