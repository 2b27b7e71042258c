"""Limits hold in the process that sets them, and nowhere else."""

import multiprocessing
from multiprocessing.connection import Connection

from pipelines.parsing.documents.limits import apply_limits


def allocate(size: int, pipe: Connection) -> None:
    apply_limits(memory=200 * 1024 * 1024, cpu_seconds=2)
    try:
        pipe.send(len(bytearray(size)))
    except MemoryError:
        pipe.send("refused")


def spin() -> None:
    apply_limits(cpu_seconds=1)
    while True:
        pass


def ask(size: int) -> object:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=allocate, args=(size, theirs))
    process.start()
    answer = ours.recv() if ours.poll(20) else None
    process.join(20)
    return answer


def test_memory() -> None:
    assert ask(50 * 1024 * 1024) == 50 * 1024 * 1024
    assert ask(400 * 1024 * 1024) == "refused"


def test_time() -> None:
    process = multiprocessing.get_context("spawn").Process(target=spin)
    process.start()
    process.join(20)
    assert process.exitcode not in (None, 0)
