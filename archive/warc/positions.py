"""Where records stand, and the record ids that follow from it.

A record id is a UUID of version 8 (RFC 9562 §5.8) that holds the record's own place: 48 bits of
the SHA-256 of the file's name, 22 bits of the file's serial number, 40 bits of the offset. So
ids need no randomness, the same exchanges give the same files, and a reference by id can be
followed without a search or an index.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

SUFFIX = ".warc.gz"

_SERIAL = re.compile(r"[^.].*-\d{17}-(\d{8})\.warc\.gz")
_ALIKE = (".warc", SUFFIX, ".arc", ".arc.gz", ".wacz")
_SERIAL_LIMIT = 1 << 22
_OFFSET_LIMIT = 1 << 40
_FIXED = (8 << 76) | (2 << 62)
"""Version 8 and the variant of RFC 9562, in their places."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where a record stands: name of the file, first byte, bytes in all, as compressed.

    A length of 0 says that it is not known.
    """

    file: str
    offset: int
    length: int

    @property
    def end(self) -> int:
        """Where the next record begins."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Reference:
    """The full response that a revisit or a delta refers to.

    `record_id` is needed only where the record came from elsewhere and kept its own id.
    """

    position: Position
    url: str
    fetched_at: datetime
    payload_digest: str | None = None
    record_id: str | None = None


def file_name(portal: str, moment: datetime, serial: int) -> str:
    """Name a WARC file: portal, UTC time to the millisecond, serial number in the archive."""
    if not 0 < serial < _SERIAL_LIMIT:
        raise ValueError(f"{serial} is out of the range of serial numbers of WARC files")
    stamp = moment.strftime("%Y%m%d%H%M%S%f")[:17]
    return f"{portal}-{stamp}-{serial:08d}{SUFFIX}"


def serial_of(name: str) -> int | None:
    """Return the serial number of a file that `file_name` named; None for any other."""
    match = _SERIAL.fullmatch(name)
    return int(match[1]) if match else None


def archive_files(folder: Path) -> list[Path]:
    """List the WARC files of an archive in the order in which they were written."""
    files = (path for path in folder.glob(f"*{SUFFIX}") if path.is_file())
    numbered = [(serial_of(path.name), path) for path in files]
    return [path for serial, path in sorted((n, p) for n, p in numbered if n is not None)]


def strangers(folder: Path) -> list[Path]:
    """List files in the folder of an archive that look like WARC files, and that it did not write.

    What it set aside itself is none: such files end otherwise.
    """
    found = (path for path in folder.glob("*") if path.name.lower().endswith(_ALIKE))
    return sorted(path for path in found if path.is_file() and serial_of(path.name) is None)


def record_id(file: str, offset: int) -> str:
    """Return the id of the record at a place of one of the archive's own files."""
    if offset >= _OFFSET_LIMIT:
        raise ValueError(f"{file} is too large: no record id holds offset {offset}")
    name_bits, serial = _file_bits(file)
    number = (name_bits << 80) | _FIXED | (serial << 40) | offset
    return f"<urn:uuid:{UUID(int=number)}>"


def locate(identifier: str) -> tuple[int, int] | None:
    """Return serial number and offset that an id of ours holds; None for ids of others.

    The serial names a file of the archive; whether the id is truly ours shows when
    `record_id` of that file and offset gives it again.
    """
    try:
        number = UUID(identifier.strip("<>")).int
    except ValueError:
        return None
    if number & (0xF << 76) != 8 << 76:
        return None
    return (number >> 40) & (_SERIAL_LIMIT - 1), number & (_OFFSET_LIMIT - 1)


@lru_cache(maxsize=64)
def _file_bits(file: str) -> tuple[int, int]:
    serial = serial_of(file)
    if serial is None or serial >= _SERIAL_LIMIT:
        raise ValueError(f"{file} is not the name of a WARC file of an archive")
    return int.from_bytes(hashlib.sha256(file.encode()).digest()[:6], "big"), serial
