"""Messages that wait to be sent: a file each, beside the database, until all have got it.

A message notes, after each address, that it was sent there. So a crash costs at most one message
sent twice, to one address; and an address that failed is tried again alone. Addresses are known
by a digest: passwords stay in `luutru.toml`, and an address corrected there is used next time.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from archive.errors import ArchiveError
from archive.jsonfile import read_json, write_json
from archive.times import from_text, to_text

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
"""How long after each failure the next try is due; the last holds for all that follow."""
GIVEN_UP = timedelta(days=14)
"""So long a message is tried; then it is put aside into the folder `undelivered`."""
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Message:
    """A message and what became of it so far."""

    name: str
    alert: str
    title: str
    body: str
    written_at: str
    attempts: int = 0
    next_try_at: str | None = None
    """None: at once."""
    sent_to: tuple[str, ...] = ()
    """Digests of the addresses that have it."""
    problem: str | None = None
    """Why the last try failed."""

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is time for a try."""
        return self.next_try_at is None or from_text(self.next_try_at) <= now

    def has_reached(self, address: str) -> bool:
        """Tell whether an address has it."""
        return digest_of(address) in self.sent_to

    def reached(self, address: str) -> "Message":
        """Return the message with an address noted that has it."""
        return replace(self, sent_to=(*self.sent_to, digest_of(address)))

    def failed(self, problem: str, now: datetime) -> "Message":
        """Return the message with a failed try noted."""
        wait = WAITS[min(self.attempts, len(WAITS) - 1)]
        return replace(
            self,
            attempts=self.attempts + 1,
            next_try_at=to_text(now + wait),
            problem=problem,
        )


def digest_of(address: str) -> str:
    """Return what a message knows an address by."""
    return sha256(address.encode()).hexdigest()[:32]


class Outbox:
    """The messages of an archive that wait."""

    def __init__(self, alerts: Path) -> None:
        self._waiting = alerts / "outbox"
        self._aside = alerts / "undelivered"

    def put(self, message: Message) -> None:
        """Keep a message, in place of one of its name; it is on the disk then."""
        _make(self._waiting)
        write_json(self._waiting / f"{message.name}.json", asdict(message))

    def drop(self, message: Message) -> None:
        """Forget a message that all have got."""
        (self._waiting / f"{message.name}.json").unlink(missing_ok=True)

    def put_aside(self, message: Message) -> Path:
        """Give a message up; return where it is kept for its owner to see."""
        _make(self._aside)
        place = self._aside / f"{message.name}.json"
        (self._waiting / f"{message.name}.json").replace(place)
        return place

    def messages(self) -> Iterator[Message]:
        """Return the messages that wait, the oldest first. Raises ArchiveError."""
        found = [_read(path) for path in self._waiting.glob("*.json")]
        return iter(sorted(found, key=lambda message: (message.written_at, message.name)))


def _read(path: Path) -> Message:
    document = read_json(path)
    try:
        return Message(**document | {"sent_to": tuple(document["sent_to"])})
    except (TypeError, KeyError) as error:
        raise ArchiveError(f"{path} is no message of an alert ({error}). Remove it.") from error


def _make(folder: Path) -> None:
    try:
        folder.parent.mkdir(mode=_PRIVATE, exist_ok=True)
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{folder} can't be made: {error.strerror}.") from error
