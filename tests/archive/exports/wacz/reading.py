"""A WACZ as others read it: with zipfile, gzip and warcio alone."""

import gzip
import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders


@dataclass
class Wacz:
    path: Path
    entries: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(self.path) as archive:
            assert archive.testzip() is None
            self.stored = {e.filename for e in archive.infolist() if not e.compress_type}
            self.entries = {name: archive.read(name) for name in archive.namelist()}

    @property
    def package(self) -> dict[str, Any]:
        package: dict[str, Any] = json.loads(self.entries["datapackage.json"])
        return package

    def index(self) -> list[tuple[str, str, dict[str, str]]]:
        lines = gzip.decompress(self.entries["indexes/index.cdx.gz"]).decode().splitlines()
        assert lines == sorted(lines, key=str.encode)
        found = (line.split(" ", 2) for line in lines)
        return [(key, moment, json.loads(fields)) for key, moment, fields in found]

    def pages(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.entries["pages/pages.jsonl"].splitlines()]

    def record(self, line: dict[str, str]) -> tuple[ArcWarcRecord, bytes]:
        """Read the record that a line of the index names, and nothing around it."""
        start, length = int(line["offset"]), int(line["length"])
        member = self.entries[f"archive/{line['filename']}"][start : start + length]
        assert line["recordDigest"] == "sha256:" + hashlib.sha256(member).hexdigest()
        record = next(iter(ArchiveIterator(BytesIO(member))))
        return record, record.content_stream().read()

    def records(self) -> list[tuple[str, str]]:
        return [
            (fields.get_header("WARC-Type"), fields.get_header("WARC-Target-URI"))
            for fields, _ in self.whole_records()
        ]

    def whole_records(self) -> Iterator[tuple[StatusAndHeaders, bytes]]:
        """Yield the fields and the body of every record, in order."""
        for name, data in sorted(self.entries.items()):
            if name.startswith("archive/"):
                for record in ArchiveIterator(BytesIO(data), check_digests="raise"):
                    yield record.rec_headers, record.content_stream().read()
