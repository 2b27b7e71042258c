"""`luutru export bag`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import bagit

from archive.errors import ArchiveError
from archive.exports.bag.readme import Holdings, holdings_of, write_readme
from archive.exports.copying import copy_database, opened
from archive.exports.report import Report, size_of
from archive.exports.software import software
from archive.exports.target import Destination, make_whole
from archive.folder import DATABASE, WARC, ArchiveFolder
from archive.read_only import read_only
from archive.warc.exchange import CHUNK

MARKS = ("bagit.txt", "bag-info.txt")
"""The files by which a bag is known."""
CHECKSUMS = ("sha256", "sha512")
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def export_bag(
    folder: ArchiveFolder,
    destination: Destination,
    info: Mapping[str, Sequence[str]],
    moment: datetime,
) -> Report:
    """Write a bag with the WARC files, the database and a README; `info` goes to bag-info.txt.

    The database is copied first, and of the WARC files as many bytes as it speaks of, so that
    the two agree while a crawl runs.
    """
    report = Report("bag", destination.path)
    with make_whole(destination, folder.path) as workshop:
        bag = workshop.result
        (bag / WARC).mkdir(parents=True)
        copy_database(folder.database, bag / DATABASE)
        _copy_warc_files(folder, bag, report)
        with opened(read_only(bag / DATABASE)) as db:
            holdings = holdings_of(db)
        write_readme(bag / "README.txt", holdings, moment)
        told = _describe(holdings, size_of(bag), moment)
        _make_bag(bag, told | {name: list(values) for name, values in info.items()})
        report.size = size_of(bag)
    return report


def _copy_warc_files(folder: ArchiveFolder, bag: Path, report: Report) -> None:
    with opened(read_only(bag / DATABASE)) as db:
        rows = db.execute("SELECT name, indexed FROM warc_files ORDER BY name").fetchall()
    for name, indexed in rows:
        copied = _copy(folder.warc / name, bag / WARC / name, indexed)
        if copied < indexed:
            report.problems.append(
                f"{folder.warc / name}: {copied:,} of {indexed:,} bytes are there"
            )
        report.count("warc_files")
        report.count("warc_bytes", copied)
    for torn in sorted(folder.warc.glob("*.torn-*")):
        _copy(torn, bag / WARC / torn.name, torn.stat().st_size)
        report.count("torn_records")


def _copy(source: Path, target: Path, size: int) -> int:
    """Copy the first bytes of a file; return how many there were."""
    if not source.is_file():
        return 0
    left = size
    with source.open("rb") as reading, target.open("xb") as writing:
        while left and (piece := reading.read(min(left, CHUNK))):
            writing.write(piece)
            left -= len(piece)
    return size - left


def _describe(holdings: Holdings, size: int, moment: datetime) -> dict[str, str | list[str]]:
    portals = ", ".join(holdings.portals)
    return {
        "Bag-Size": f"{size / 10**6:,.1f} MB",
        "Bagging-Date": moment.strftime("%Y-%m-%d"),
        "Bag-Software-Agent": f"{software()}, bagit.py {bagit.VERSION}",
        "External-Identifier": f"luutru-{moment:%Y%m%dT%H%M%SZ}",
        "External-Description": (
            f"Web archive of {portals or 'no portal yet'}: {holdings.captures:,} captures, "
            f"{holdings.articles:,} articles in {holdings.versions:,} versions, "
            f"{holdings.documents:,} attached documents, captured from "
            f"{holdings.first or '-'} to {holdings.last or '-'}. data/README.txt tells how to "
            "read it."
        ),
    }


def _make_bag(bag: Path, info: dict[str, str | list[str]]) -> None:
    with _telling(bag):
        bagit.make_bag(str(bag), info, checksums=list(CHECKSUMS))
        # The library still declares 0.97; what it writes is what 1.0 asks for.
        (bag / "bagit.txt").write_text(_DECLARATION, encoding="utf-8")
        made = bagit.Bag(str(bag))
        made.save()
        made.validate(fast=True)


@contextmanager
def _telling(bag: Path) -> Iterator[None]:
    try:
        yield
    except bagit.BagError as error:
        raise ArchiveError(f"{bag} could not be made a bag: {error}") from error
