"""The ZIP of a WACZ: entries written as they come, each digested, and the list of them all."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from struct import Struct
from types import TracebackType
from typing import IO, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

WACZ_VERSION = "1.1.1"

_EXTENDED_TIME = Struct("<HHBI")
"""Info-ZIP's extra field for the time in UTC, in both headers of an entry. ReplayWeb.page takes
entries without any extra field in the directory for ones that have none before their data, and
there stands one of ZIP64: how large an entry becomes is not known when it begins."""


class Entry:
    """One file in the package, open for writing."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Write bytes at the end."""
        self._stream.write(data)
        self._digest.update(data)
        self.size += len(data)

    @property
    def digest(self) -> str:
        """`sha256:<hex>` of what was written."""
        return f"sha256:{self._digest.hexdigest()}"


class Package:
    """A WACZ being written; `close` writes datapackage.json, which lists every entry."""

    def __init__(self, path: Path, moment: datetime) -> None:
        self._zip = ZipFile(path, "w", allowZip64=True)
        self._moment = moment
        self._resources: list[dict[str, object]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @contextmanager
    def entry(self, path: str, *, deflated: bool = False) -> Iterator[Entry]:
        """Write one entry; what is compressed already is stored, as the specification asks."""
        with self._zip.open(self._info(path, deflated=deflated), "w", force_zip64=True) as stream:
            entry = Entry(stream)
            yield entry
        self._resources.append(
            {
                "name": path.rpartition("/")[2].lower(),
                "path": path,
                "hash": entry.digest,
                "bytes": entry.size,
            }
        )

    def finish(self, description: Mapping[str, object]) -> None:
        """Write datapackage.json with this description, and its digest."""
        package = {
            "profile": "data-package",
            "resources": self._resources,
            **description,
            "created": self._moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "wacz_version": WACZ_VERSION,
        }
        text = json.dumps(package, ensure_ascii=False, indent=2).encode()
        digest = {
            "path": "datapackage.json",
            "hash": f"sha256:{hashlib.sha256(text).hexdigest()}",
        }
        self._zip.writestr(self._info("datapackage.json", deflated=True), text)
        self._zip.writestr(
            self._info("datapackage-digest.json", deflated=True), json.dumps(digest, indent=2)
        )

    def _info(self, path: str, *, deflated: bool) -> ZipInfo:
        info = ZipInfo(path, self._moment.timetuple()[:6])
        info.compress_type = ZIP_DEFLATED if deflated else ZIP_STORED
        info.external_attr = 0o644 << 16
        info.extra = _EXTENDED_TIME.pack(0x5455, 5, 1, int(self._moment.timestamp()))
        return info
