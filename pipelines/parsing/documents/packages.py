"""Archives and the ZIP packages of office files: their members, checked before unpacking."""

import zipfile
from io import BytesIO

import rarfile

from pipelines.errors import PipelineError
from pipelines.parsing.documents.office.contents import Contents

MAX_MEMBERS = 10_000
MAX_UNPACKED = 200 * 1024 * 1024
"""Bytes that an office file may claim to unpack to; the readers hold all of it in memory."""


def check_package(payload: bytes) -> None:
    """Refuse a ZIP package that would unpack to more than is read.

    Members never unpack to more than they declare (zipfile stops there), so the sum is honest.
    """
    with zipfile.ZipFile(BytesIO(payload)) as package:
        members = package.infolist()
    if len(members) > MAX_MEMBERS:
        raise PipelineError(f"{len(members)} members; at most {MAX_MEMBERS} are read")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise PipelineError(f"it unpacks to {unpacked} bytes; at most {MAX_UNPACKED} are read")


def list_zip(payload: bytes) -> Contents:
    """List the members of a ZIP archive, nothing unpacked."""
    with zipfile.ZipFile(BytesIO(payload)) as package:
        return _listing([(_name(member), member.file_size) for member in package.infolist()])


def list_rar(payload: bytes) -> Contents:
    """List the members of a RAR archive; the names need no `unrar` program."""
    with rarfile.RarFile(BytesIO(payload)) as package:
        members = [(str(member.filename), int(member.file_size)) for member in package.infolist()]
    if not members:
        raise PipelineError("no members: the archive is empty or was cut short")
    return _listing(members)


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name; where it is not declared as UTF-8, zipfile took its bytes for cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def _listing(members: list[tuple[str, int]]) -> Contents:
    lines = [f"{name}\t{size}" for name, size in members[:MAX_MEMBERS]]
    if len(members) > MAX_MEMBERS:
        lines.append(f"… {len(members) - MAX_MEMBERS}")
    return Contents(("\n".join(lines),))
