"""The roots that an archive's owner trusts: certificates in the folder `trust` of the archive.

None is trusted by default. Crawls and rebuilds judge signatures by what is in the folder then.
"""

from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from archive.content import Kind, Reading
from archive.warc.spans import Span
from pipelines.errors import PipelineError
from pipelines.runs import Rules
from pipelines.spans import SpanRead
from pipelines.tasks import Task
from pipelines.workers import Reader

FOLDER = "trust"
LARGEST = 1 << 20
"""Bytes of a file in the folder; a certificate has two thousand."""


def load_trust(archive: Path) -> tuple[bytes, ...]:
    """Return the files in an archive's folder of trusted roots, in the order of their names.

    Raises PipelineError for one that is too large to be a certificate, or can't be read.
    """
    folder = archive / FOLDER
    if not folder.is_dir():
        return ()
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.name[0] != ".")
    return tuple(map(_load, paths))


def trusting(reader: Reader, archive: Path) -> Reader:
    """Let files be read with the roots that this archive's owner trusts."""
    return _TrustingReader(reader, load_trust(archive))


def _load(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise PipelineError(f"{path} is too large to be a certificate: take it away.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise PipelineError(f"{path} can't be read: {error.strerror}.") from error


@dataclass(frozen=True, slots=True)
class _TrustingReader:
    reader: Reader
    roots: tuple[bytes, ...]

    def submit(self, task: Task) -> Future[Reading]:
        """Begin to read."""
        if task.kind is Kind.DOCUMENT and self.roots:
            task = replace(task, trust=self.roots)
        return self.reader.submit(task)

    def read_span(self, warc: Path, span: Span, rules: Rules | None) -> Future[SpanRead]:
        """Begin to read a span of a WARC file; no attached file is read in it."""
        return self.reader.read_span(warc, span, rules)

    def close(self) -> None:
        """Let no more begin, and wait for what has begun."""
        self.reader.close()
