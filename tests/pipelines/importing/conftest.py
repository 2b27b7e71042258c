"""WARC files as other tools write them, and archives to import them into."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.content import Reading
from pipelines.importing.files import import_files
from pipelines.importing.report import ImportReport
from pipelines.tasks import Task
from pipelines.workers import InlineReader
from tests.pipelines.histories import PROFILE, History, read


def tolerant(task: Task) -> Reading:
    """Read what is of the made-up format; listings and pages of others are nothing."""
    try:
        return read(task)
    except (ValueError, KeyError):
        return None


class Theirs:
    """A WARC file of another tool; options choose among the habits of such tools."""

    def __init__(self, path: Path, **options: Any) -> None:
        self.path = path
        self.stream = BytesIO()
        options = {"gzip": path.name.endswith(".gz"), "warc_version": "1.0", **options}
        self.first = options.pop("response_first", False)
        self.writer = WARCWriter(self.stream, **options)

    def info(self) -> None:
        info = {"software": "Heritrix/3.4", "format": "WARC File Format 1.0"}
        self.writer.write_record(self.writer.create_warcinfo_record("theirs", info))

    def take(
        self,
        url: str,
        body: bytes,
        date: str,
        media_type: str = "text/html",
        status: str = "200 OK",
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Any:
        told = [("Content-Type", media_type), *headers.items()]
        answered = StatusAndHeaders(status, told, "HTTP/1.1")
        dated = {"WARC-Date": date, "X-Habit": "of theirs"}
        response = self.writer.create_warc_record(
            url, "response", BytesIO(body), len(body), http_headers=answered,
            warc_headers_dict=dated,
        )  # fmt: skip
        asked = StatusAndHeaders(
            "GET / HTTP/1.0", [("Host", "portal.example")], is_http_request=True
        )
        request = self.writer.create_warc_record(
            url, "request", BytesIO(), 0, http_headers=asked, warc_headers_dict=dict(dated)
        )
        both = (response, request) if self.first else (request, response)
        self.writer.write_request_response_pair(*reversed(both)) if self.first else None
        if not self.first:
            request.rec_headers.add_header(
                "WARC-Concurrent-To", response.rec_headers.get_header("WARC-Record-ID")
            )
            for record in both:
                self.writer.write_record(record)
        return response

    def revisit(self, url: str, date: str, of: Any) -> None:
        """Write that the same came again."""
        record = self.writer.create_revisit_record(
            url,
            of.rec_headers.get_header("WARC-Payload-Digest"),
            url,
            of.rec_headers.get_header("WARC-Date"),
            StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1"),
            warc_headers_dict={"WARC-Date": date},
        )
        self.writer.write_record(record)

    def close(self) -> Path:
        self.path.write_bytes(self.stream.getvalue())
        return self.path


@pytest.fixture
def theirs(tmp_path: Path) -> Callable[..., Theirs]:
    return lambda name="theirs.warc.gz", **options: Theirs(tmp_path / name, **options)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "data")


@pytest.fixture
def bring(history: History) -> Callable[..., ImportReport]:
    """Import files into the archive of `history`."""

    def run(*files: Path) -> ImportReport:
        reader = InlineReader(tolerant)
        return import_files(history.root, list(files), PROFILE, reader, history.tick)

    return run
