"""Gives revisits and deltas the payload back that they refer to."""

from collections import OrderedDict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.errors import DamagedRecordError, NotInArchiveError
from archive.warc.exchange import Response
from archive.warc.http import head_length, parse_response
from archive.warc.noting import NotedPlaces
from archive.warc.positions import Position, archive_files, locate, record_id, serial_of
from archive.warc.scan import BadRecord, Record, scan

CACHED = 64 << 20
"""Bytes of payloads that are kept at hand for the records that refer to them."""

_LARGEST_CACHED = 4 << 20


def read_record(folder: Path, position: Position, spool: Path | None = None) -> Record:
    """Read the one record at a place; raises as `read_record_and_next` does."""
    return read_record_and_next(folder, position, spool)[0]


def read_record_and_next(
    folder: Path, position: Position, spool: Path | None = None
) -> tuple[Record, Record | BadRecord | None]:
    """Read the record at a place and, where another tool wrote it, the one that follows.

    Raises NotInArchiveError where there is no such file, DamagedRecordError where there is no
    such record in it, or not a sound one.
    """
    path = folder / position.file
    if not path.is_file():
        raise NotInArchiveError(f"{path} is missing: bring the file back from a copy.")
    try:
        with closing(scan(path, position.offset, spool)) as records:
            found = next(records, None)
            if isinstance(found, Record) and found.position.offset == position.offset:
                return found, None if is_own(found) else next(records, None)
        reason = found.reason if isinstance(found, BadRecord) else "the file ends before"
    except OSError as error:
        reason = f"the disk does not give the record back ({error.strerror})"
    raise DamagedRecordError(
        f"{path}, offset {position.offset}: {reason}. 'luutru verify' tells what depends on it."
    )


@dataclass(frozen=True, slots=True)
class Original:
    """A full response that others refer to, and its status line and headers as they stand.

    `url` and `date` are those that its record names.
    """

    head: bytes
    response: Response
    url: str
    date: str

    @property
    def message(self) -> bytes:
        """What deltas are made with: the head as it stands, and the payload."""
        return self.head + self.response.payload.read()


def load_original(folder: Path, position: Position) -> Original:
    """Read a full response; raises DamagedRecordError or NotInArchiveError."""
    record = read_record(folder, position)
    try:
        response = parse_response(record.block)
    except ValueError as error:
        raise DamagedRecordError(
            f"{position.file}, offset {position.offset}: what others refer to is no response"
        ) from error
    head = record.block[: head_length(record.block)]
    return Original(head, response, record.url, record.fields.get("warc-date", ""))


def is_own(record: Record) -> bool:
    """Tell whether the archive wrote a record itself: then its id says where it stands."""
    place = record.position
    return serial_of(place.file) is not None and record.id == record_id(place.file, place.offset)


def _by_serial(folder: Path) -> dict[int | None, list[str]]:
    """Group the files of an archive by serial number.

    Two may have one: while the newest is lost, its number is given again, and then it comes back.
    """
    names: dict[int | None, list[str]] = {}
    for path in archive_files(folder):
        names.setdefault(serial_of(path.name), []).append(path.name)
    return names


class Originals:
    """The full responses that others refer to, found by record id, and the latest of them kept.

    Ids of the archive tell where the record stands; those of other tools must have been
    noted while their files were read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[int | None, list[str]] = {}
        self._noted: NotedPlaces | None = None
        self._cache: OrderedDict[Position, Original] = OrderedDict()
        self._cached = 0

    def note(self, record: Record) -> None:
        """Remember where a response of another tool stands."""
        if serial_of(record.position.file) is not None or record.type != "response":
            return
        if self._noted is None:
            self._noted = NotedPlaces()
        fields = record.fields
        names = [
            (record.id,),
            (record.url, fields.get("warc-date", "")),
            (fields.get("warc-payload-digest", ""),),
        ]
        for name in names:
            if name[-1]:
                self._noted.put(record.position, *name)

    def find(self, record: Record) -> Position | None:
        """Return where the response stands that a revisit or delta refers to; None: unknown."""
        fields = record.fields
        identifier = fields.get("warc-refers-to", "")
        place = self.locate(identifier)
        if place is not None or self._noted is None:
            return place
        names: list[tuple[str, ...]] = [(identifier,)]
        if record.type == "revisit":
            url = fields.get("warc-refers-to-target-uri", "").strip("<>")
            names += [(url, fields.get("warc-refers-to-date", ""))]
            names += [(fields.get("warc-payload-digest", ""),)]
        return next(filter(None, (self._noted.get(*name) for name in names)), None)

    def load(self, position: Position) -> Original:
        """Read a response; raises DamagedRecordError or NotInArchiveError."""
        if position in self._cache:
            self._cache.move_to_end(position)
            return self._cache[position]
        original = load_original(self._folder, position)
        self._keep(position, original)
        return original

    def locate(self, identifier: str) -> Position | None:
        """Return where the record stands that an id of the archive's own names."""
        place = locate(identifier)
        if place is None:
            return None
        serial, offset = place
        if serial not in self._names:
            self._names = _by_serial(self._folder)
        for file in self._names.get(serial, ()):
            if record_id(file, offset) == identifier:
                return Position(file, offset, 0)
        return None

    def _keep(self, position: Position, original: Original) -> None:
        if original.response.payload.size > _LARGEST_CACHED:
            return
        self._cache[position] = original
        self._cached += original.response.payload.size
        while self._cached > CACHED:
            self._cached -= self._cache.popitem(last=False)[1].response.payload.size
