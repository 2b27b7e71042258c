"""The files that are imported, as WARC files that can be read record by record."""

import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from archive.errors import ArchiveError
from archive.warc.exchange import CHUNK
from archive.warc.http import head_length
from archive.warc.members import MAGIC, peek, read_member

_HEAD = 1 << 16
_ZIP = b"PK\x03\x04"
_CAPTURES = re.compile(r"\.w?arc(?:\.(?:gz|zst|lz4|bz2|xz))?\Z")
_ARC = b"filedesc://"
_PACKED = {
    b"\x28\xb5\x2f\xfd": "zstd -d",
    b"\x04\x22\x4d\x18": "lz4 -d",
    b"BZh": "bzip2 -d",
    b"\xfd7zXZ": "xz -d",
}
"""What unpacks a file that begins in such a way."""
_DICTIONARY = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
"""How a WARC file begins that is compressed with Zstandard and a dictionary of its own."""
_PACKED_PROBLEM = (
    "only gzip is read here: unpack it with '{tool} {name}', and import what comes out"
)
_DICTIONARY_PROBLEM = (
    "it is compressed with Zstandard and a dictionary of its own: unpack it with a tool that reads "
    "WARC files of this kind, such as warcat, and import what comes out"
)
_ARC_PROBLEM = (
    "it is an ARC file, which came before WARC: 'pip install warcio', make a WARC file of it with "
    "'warcio recompress {name} NAME.warc.gz', and import that"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A WARC file under a name of our own, and by what name people know it.

    `problem` says why it can't be read at all, and what to do.
    """

    path: Path
    name: str
    problem: str | None = None


def open_sources(files: list[Path], folder: Path) -> Iterator[Source]:
    """Yield the WARC files that the given files are or hold; `folder` is for copies and links.

    Raises ArchiveError where a file can't be opened.
    """
    numbers = count()
    for file in files:
        try:
            yield from _open(file, folder, numbers)
        except OSError as error:
            raise ArchiveError(f"{file} can't be read: {error}.") from error


def _open(file: Path, folder: Path, numbers: Iterator[int]) -> Iterator[Source]:
    with file.open("rb") as stream:
        start = stream.read(4)
    packed = _zip(file) if start == _ZIP else None
    if packed is not None:
        with packed:
            yield from _unpack(packed, file.name, folder, numbers)
        return
    # A WACZ file that was cut short has no list of what is in it, but the WARC files in it stand
    # there as they are: their records are found one by one.
    is_named = file.suffix == ".gz" and start != b"WARC"
    is_packed = is_named or start == _ZIP or start.startswith(MAGIC)
    link = folder / f"import-{next(numbers):06d}{'.warc.gz' if is_packed else '.warc'}"
    link.symlink_to(file.absolute())
    yield _source(link, file.name)


def _unpack(
    packed: zipfile.ZipFile, name: str, folder: Path, numbers: Iterator[int], depth: int = 0
) -> Iterator[Source]:
    """Take the WARC files out of a WACZ file (WACZ 1.1.1, section 5.2), or of those in it."""
    found = [each for each in packed.infolist() if _holds_captures(each.filename, depth)]
    for member in found:
        is_packed = member.filename.endswith((".gz", ".wacz"))
        copy = folder / f"import-{next(numbers):06d}{'.warc.gz' if is_packed else '.warc'}"
        # Up to where a damaged packing ends; its records are judged one by one.
        damage = suppress(zipfile.BadZipFile, zlib.error, EOFError)
        with copy.open("wb") as target, damage, packed.open(member) as source:
            shutil.copyfileobj(source, target, CHUNK)
        inner = _zip(copy) if member.filename.endswith(".wacz") else None
        if inner is None:
            yield _source(copy, f"{name}/{member.filename}")
            continue
        with inner:
            yield from _unpack(inner, f"{name}/{member.filename}", folder, numbers, depth + 1)
        copy.unlink()
    if not found:
        problem = "it holds no WARC file in its folder 'archive'"
        yield Source(folder / f"import-{next(numbers):06d}", name, problem)


def _holds_captures(member: str, depth: int) -> bool:
    if member.endswith(".wacz"):
        return depth == 0
    return member.startswith("archive/") and _CAPTURES.search(member) is not None


def _zip(file: Path) -> zipfile.ZipFile | None:
    """Open a file as a zip file; None where it is none, or not a whole one."""
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        return None


def _source(path: Path, name: str) -> Source:
    if path.suffix == ".gz" and _is_one_member(path):
        path = _inflate(path, path.with_suffix(""))
    with path.open("rb") as stream:
        start = peek(stream, 0, len(_ARC))
    return Source(path, name, _problem(start, Path(name).name))


def _problem(start: bytes, name: str) -> str | None:
    """Say why a file that begins in this way can't be read, and what to do."""
    if start.startswith(_ARC):
        return _ARC_PROBLEM.format(name=name)
    if _DICTIONARY.match(start):
        return _DICTIONARY_PROBLEM
    tools = (tool for magic, tool in _PACKED.items() if start.startswith(magic))
    tool = next(tools, None)
    return _PACKED_PROBLEM.format(tool=tool, name=name) if tool is not None else None


def _is_one_member(path: Path) -> bool:
    """Tell whether a file is compressed as a whole: its records have no places of their own."""
    try:
        with path.open("rb") as stream:
            start, end = read_member(stream, 0, _HEAD)
    except ValueError:
        return False
    head = head_length(start)
    for line in start[:head].split(b"\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return b"WARC/" in start[head + int(value) :][:16] or _is_longer(
                path, end, head + int(value) + 16
            )
    return False


def _is_longer(path: Path, end: int, size: int) -> bool:
    """Tell whether the first member of a file inflates to more than `size` bytes."""
    inflater, inflated = zlib.decompressobj(31), 0
    with path.open("rb") as stream:
        while stream.tell() < end and (piece := stream.read(CHUNK)):
            inflated += len(inflater.decompress(piece))
            if inflated > size:
                return True
    return False


def _inflate(file: Path, copy: Path) -> Path:
    inflater = zlib.decompressobj(31)
    damage = suppress(zlib.error)  # what follows it is lost with the stream that held it
    with file.open("rb") as source, copy.open("wb") as target, damage:
        while piece := source.read(CHUNK):
            target.write(inflater.decompress(piece))
    return copy
