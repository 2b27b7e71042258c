"""The index of a WACZ: CDXJ lines in their order, in gzip blocks that are found by a second index.

The forms are CDXJ 0.1.0 (https://specs.webrecorder.net/cdxj/0.1.0/) and the compressed index of
pywb and cdxj-indexer. Lines are sorted on disk, so that their number does not matter.
"""

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import surt

from archive.exports.wacz.package import Package
from archive.warc.exchange import Request
from archive.warc.members import compress

BLOCK = 1024
"""Lines of one gzip block."""
_FORM = "application/x-www-form-urlencoded"
_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -32768;
    CREATE TABLE lines (line TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE written (file TEXT, offset INTEGER, PRIMARY KEY (file, offset)) WITHOUT ROWID;
"""


class Ledger:
    """What has been written so far: index lines, and from where in the archive records came."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add_line(self, key: str, timestamp: str, fields: dict[str, str]) -> None:
        """Keep a line of the index."""
        line = f"{key} {timestamp} {json.dumps(fields)}"
        self._db.execute("INSERT OR IGNORE INTO lines VALUES (?)", (line,))

    def lines(self) -> Iterator[str]:
        """Yield all lines, sorted by their bytes."""
        for (line,) in self._db.execute("SELECT line FROM lines ORDER BY line"):
            yield line

    def add_response(self, file: str, offset: int) -> None:
        """Remember that the full response at a place of the archive is in the package."""
        self._db.execute("INSERT OR IGNORE INTO written VALUES (?, ?)", (file, offset))

    def has_response(self, file: str, offset: int) -> bool:
        """Tell whether the full response at a place of the archive is in the package."""
        found = "SELECT 1 FROM written WHERE file = ? AND offset = ?"
        return self._db.execute(found, (file, offset)).fetchone() is not None


@contextmanager
def open_ledger(path: Path) -> Iterator[Ledger]:
    """Make a ledger in a file of its own, which need not outlive the process."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.executescript(_TABLES)
        yield Ledger(db)
    finally:
        db.close()


def url_key(url: str, request: Request | None = None) -> str:
    """Return the key by which readers look up an exchange: SURT, with what else was sent.

    A request that is no plain GET is told apart as pywb and ReplayWeb.page do, by fields
    `__wb_method` and the body in the query.
    """
    if request is not None and request.method != "GET":
        url += ("&" if "?" in url else "?") + _sent(request)
    try:
        return str(surt.surt(url))
    except ValueError:
        return url


def write_index(package: Package, ledger: Ledger) -> int:
    """Write indexes/index.cdx.gz and the index of its blocks; return how many lines there are."""
    lines, count, offset = ledger.lines(), 0, 0
    blocks = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    with package.entry("indexes/index.cdx.gz") as entry:
        while block := list(islice(lines, BLOCK)):
            member = compress("".join(f"{line}\n" for line in block).encode())
            entry.write(member)
            place = {"offset": offset, "length": len(member), "digest": _digest(member)}
            blocks.append(f"{block[0].partition(' {')[0]} {json.dumps(place)}\n")
            count, offset = count + len(block), offset + len(member)
    with package.entry("indexes/index.idx", deflated=True) as entry:
        for line in blocks:
            entry.write(line.encode())
    return count


def _sent(request: Request) -> str:
    method = f"__wb_method={request.method}"
    if not request.body:
        return method
    kind = next((value for name, value in request.headers if name.lower() == b"content-type"), b"")
    if kind.partition(b";")[0].strip().lower() == _FORM.encode():
        return f"{method}&{request.body.decode('utf-8', 'replace')}"
    return f"{method}&__wb_post_data={base64.b64encode(request.body).decode()}"


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
