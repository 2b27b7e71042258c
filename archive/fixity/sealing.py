"""Digests of whole WARC files, taken when nothing more is written to them.

CRC-32 and the records' own digests guard what a file says. They do not guard every bit of it:
the time in a gzip header, or the padding after the last block of a member, may change unseen.
"""

import hashlib
from pathlib import Path

from sqlalchemy import Engine, bindparam, select, update

from archive.digests import PREFIX
from archive.schema import warc_files

_PIECE = 1 << 20
_UNSEALED = select(warc_files.c.name, warc_files.c.indexed).where(warc_files.c.digest.is_(None))
_SEAL = (
    update(warc_files)
    .where(warc_files.c.name == bindparam("file"))
    .values(digest=bindparam("sealed"))
)


def seal_files(engine: Engine, warc: Path) -> None:
    """Note the digest of each file that is indexed to its end; call where no writer is open."""
    with engine.begin() as db:
        for name, indexed in db.execute(_UNSEALED).all():
            path = warc / name
            if path.is_file() and path.stat().st_size == indexed:
                db.execute(_SEAL, {"file": name, "sealed": digest_file(path)})


def digest_file(path: Path, end: int | None = None) -> str:
    """Digest all bytes of a file, or those before `end`."""
    left = path.stat().st_size if end is None else end
    state = hashlib.sha256()
    with path.open("rb") as stream:
        while left > 0 and (piece := stream.read(min(left, _PIECE))):
            state.update(piece)
            left -= len(piece)
    return PREFIX + state.hexdigest()
