"""Captures in the shapes in which other crawlers leave them come in whole."""

import gzip
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders

from archive.fixity.rows import Chosen
from pipelines.importing.report import FileReport
from tests.pipelines.histories import HOME, dump, page
from tests.pipelines.importing.test_files import rebuilt, rows
from tests.pipelines.importing.test_verifying import run as verified

URL = f"{HOME}tin-tuc/1"
SAME = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
UNMODIFIED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
OUTCOMES = "SELECT outcome, status, reason FROM captures ORDER BY fetched_at"
TITLES = "SELECT title, substr(valid_from, 1, 4) FROM versions ORDER BY number"


def told(file: FileReport) -> tuple[int, int, list[str]]:
    return file.kept, file.other, [bad.reason for bad in file.bad]


def check(root: Path) -> None:
    """See that the archive is sound, and its rows what its files give again."""
    assert rebuilt(root) == dump(root / "archive.db")
    assert verified(root, Chosen()).findings.faults == []


def record(
    made: Any, url: str, kind: str, block: bytes, fields: dict[str, str], **more: Any
) -> Any:
    """Write a record with these fields and no others of warcio's making."""
    one = made.writer.create_warc_record(
        url, kind, BytesIO(block), len(block), warc_headers_dict=fields, **more
    )
    made.writer.write_record(one)
    return one


def heritrix_visit(made: Any, url: str, body: bytes, date: str, media_type: str) -> Any:
    """Write a response, its request and its metadata, as Heritrix 3 does."""
    headers = StatusAndHeaders("200 OK", [("Content-Type", media_type)], "HTTP/1.1")
    fields = {"WARC-Date": date, "WARC-IP-Address": "192.0.2.7"}
    response = record(made, url, "response", body, dict(fields), http_headers=headers)
    concurrent = response.rec_headers.get_header("WARC-Record-ID")
    fields = {"WARC-Date": date, "WARC-Concurrent-To": concurrent}
    asked = StatusAndHeaders("GET /tin-tuc/1 HTTP/1.0", [("Host", "portal.example")], "")
    record(made, url, "request", b"", dict(fields), http_headers=asked)
    links = b"via: http://portal.example/\r\noutlink: /a.pdf L a/@href\r\nfetchTimeMs: 12\r\n\r\n"
    record(made, url, "metadata", links, fields, warc_content_type="application/warc-fields")
    return response


def heritrix_revisit(made: Any, url: str, date: str, profile: str, digest: str = "") -> None:
    """Write a revisit as Heritrix before 3.3 and wget do: without a word of which response."""
    status = "304 Not Modified" if profile == UNMODIFIED else "200 OK"
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n".encode()
    fields = {"WARC-Date": date, "WARC-Profile": profile, "WARC-Truncated": "length"}
    fields |= {"WARC-Payload-Digest": digest} if digest else {}
    record(
        made, url, "revisit", head, fields,
        warc_content_type="application/http; msgtype=response",
    )  # fmt: skip


def test_a_crawl_of_heritrix(history: Any, bring: Any, theirs: Any) -> None:
    made = theirs()
    made.info()
    dns = {"WARC-Date": "2017-01-01T00:00:00Z", "WARC-IP-Address": "192.0.2.1"}
    record(
        made, "dns:portal.example", "response", b"20170101000000\nportal.example. 60 IN A",
        dns, warc_content_type="text/dns",
    )  # fmt: skip
    first = heritrix_visit(made, URL, page("Một", ("a.pdf",)), "2017-01-01T00:00:01Z", "text/html")
    heritrix_visit(made, f"{HOME}a.pdf", b"%A1", "2017-01-01T00:00:02Z", "application/pdf")
    digest = first.rec_headers.get_header("WARC-Payload-Digest")
    heritrix_revisit(made, URL, "2018-01-01T00:00:00Z", SAME, digest)
    heritrix_revisit(made, URL, "2019-01-01T00:00:00Z", UNMODIFIED)
    heritrix_visit(made, URL, page("Hai", ("a.pdf",)), "2020-01-01T00:00:00Z", "text/html")
    [file] = bring(made.close()).files
    # Left out: the head of the file, the DNS answer, and the notes of three visits.
    assert told(file) == (5, 5, [])
    assert rows(history.root, TITLES) == [("Một", "2017"), ("Hai", "2020")]
    assert rows(history.root, OUTCOMES) == [
        ("new", 200, None), ("new", 200, None), ("same", 200, None),
        ("not-modified", 304, None), ("new", 200, None),
    ]  # fmt: skip
    assert rows(history.root, "SELECT count(*) FROM document_versions") == [(1,)]
    check(history.root)


def test_a_revisit_that_names_a_digest_alone_means_what_was_imported_before(
    history: Any, bring: Any, theirs: Any
) -> None:
    one, two = theirs("one.warc.gz"), theirs("two.warc.gz")
    first = heritrix_visit(one, URL, page("Một"), "2017-01-01T00:00:01Z", "text/html")
    digest = first.rec_headers.get_header("WARC-Payload-Digest")
    heritrix_revisit(two, URL, "2018-01-01T00:00:00Z", SAME, digest)
    bring(one.close())
    assert told(bring(two.close()).files[0]) == (1, 0, [])
    assert rows(history.root, OUTCOMES) == [("new", 200, None), ("same", 200, None)]
    check(history.root)


@pytest.mark.parametrize("padding", [0, 17 << 20], ids=["small", "large"])
def test_a_body_stored_in_its_chunks(history: Any, bring: Any, theirs: Any, padding: int) -> None:
    """Heritrix and wget keep bodies as they came on the wire."""
    made = theirs()
    made.take(URL, page("Một", ("a.pdf",)), "2017-01-01T00:00:00Z")
    body = b"%A1" + b" " * padding
    half = len(body) // 2
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(each), each) for each in (body[:half], body[half:]))
    headers = StatusAndHeaders(
        "200 OK",
        [("Content-Type", "application/pdf"), ("Transfer-Encoding", "chunked")],
        "HTTP/1.1",
    )
    record(
        made, f"{HOME}a.pdf", "response", chunks + b"0\r\n\r\n",
        {"WARC-Date": "2017-01-01T00:00:01Z"}, http_headers=headers,
    )  # fmt: skip
    assert told(bring(made.close()).files[0]) == (2, 0, [])
    assert rows(history.root, "SELECT size FROM captures ORDER BY fetched_at DESC LIMIT 1") == [
        (len(body),)
    ]
    assert list((history.root / "incoming").iterdir()) == []
    check(history.root)


def browsertrix(made: Any, url: str, body: bytes, date: str, media_type: str) -> None:
    """Write what Browsertrix Crawler writes of a page: exchange, then what it made of it."""
    fields = {"WARC-Date": date, "WARC-Page-ID": "5c2d3d4e", "WARC-Resource-Type": "document"}
    fields["WARC-JSON-Metadata"] = '{"ipType":"Public","cert":{"issuer":"R3","ctc":"1"}}'
    fields["WARC-Protocol"] = "h2"
    headers = [("content-type", media_type), ("x-orig-content-encoding", "br")]
    headers += [("x-orig-content-length", "123")]
    answered = StatusAndHeaders("200", headers, "HTTP/2")
    response = record(made, url, "response", body, dict(fields), http_headers=answered)
    concurrent = response.rec_headers.get_header("WARC-Record-ID")
    asked = StatusAndHeaders("GET /tin-tuc/1 HTTP/1.1", [("accept", "*/*")], "")
    fields = {"WARC-Date": date, "WARC-Concurrent-To": concurrent, "WARC-Page-ID": "5c2d3d4e"}
    record(made, url, "request", b"", fields, http_headers=asked)


def browsertrix_resources(made: Any, url: str, date: str) -> None:
    for name, media_type, block in [
        ("thumbnail", "image/jpeg", b"\xff\xd8\xff"),
        ("view", "image/png", b"\x89PNG"),
        ("text", "text/plain", "Một".encode()),
        ("pageinfo", "application/json", json.dumps({"pageid": "1", "urls": {}}).encode()),
    ]:
        record(
            made, f"urn:{name}:{url}", "resource", block, {"WARC-Date": date},
            warc_content_type=media_type,
        )  # fmt: skip


@pytest.fixture
def crawled(theirs: Any, tmp_path: Path) -> list[Path]:
    """Two WACZ files of Browsertrix Crawler, the first of several WARC files."""
    pages, files = theirs("rec-0.warc.gz", warc_version="1.1"), theirs("rec-1.warc.gz")
    browsertrix(pages, URL, page("Một", ("a.pdf",)), "2023-01-01T00:00:00.123Z", "text/html")
    browsertrix_resources(pages, URL, "2023-01-01T00:00:02.000Z")
    browsertrix(files, f"{HOME}a.pdf", b"%A1", "2023-01-01T00:00:01.456Z", "application/pdf")
    later = theirs("rec-2.warc.gz", warc_version="1.1")
    browsertrix(later, URL, page("Hai", ("a.pdf",)), "2024-01-01T00:00:00.789Z", "text/html")
    browsertrix_resources(later, URL, "2024-01-01T00:00:02.000Z")
    found = [tmp_path / "crawl-0.wacz", tmp_path / "crawl-1.wacz"]
    for path, parts in zip(found, ([pages, files], [later]), strict=True):
        with zipfile.ZipFile(path, "w") as wacz:
            for part in parts:
                wacz.write(part.close(), f"archive/{part.path.name}")
            wacz.writestr("indexes/index.cdxj", "")
            wacz.writestr("pages/pages.jsonl", "")
            wacz.writestr("logs/crawl.log", "")
            wacz.writestr("datapackage.json", "{}")
    return found


def test_a_crawl_of_browsertrix(history: Any, bring: Any, crawled: list[Path]) -> None:
    report = bring(*crawled)
    assert [(each.file, *told(each)) for each in report.files] == [
        ("crawl-0.wacz/archive/rec-0.warc.gz", 1, 4, []),
        ("crawl-0.wacz/archive/rec-1.warc.gz", 1, 0, []),
        ("crawl-1.wacz/archive/rec-2.warc.gz", 1, 4, []),
    ]
    assert rows(history.root, TITLES) == [("Một", "2023"), ("Hai", "2024")]
    assert rows(history.root, "SELECT valid_from FROM versions WHERE number = 1") == [
        ("2023-01-01T00:00:00.123000Z",)
    ]
    assert rows(history.root, "SELECT count(*) FROM document_versions") == [(1,)]
    check(history.root)


def test_several_wacz_files_in_one(
    history: Any, bring: Any, crawled: list[Path], tmp_path: Path
) -> None:
    """What Browsertrix hands out of a crawl by several crawlers."""
    whole = tmp_path / "whole.wacz"
    resources = [{"name": each.name, "path": each.name} for each in crawled]
    with zipfile.ZipFile(whole, "w") as wacz:
        for each in crawled:
            wacz.write(each, each.name)
        package = {"profile": "multi-wacz-package", "resources": resources}
        wacz.writestr("datapackage.json", json.dumps(package))
    report = bring(whole)
    assert [(each.file, each.kept) for each in report.files] == [
        ("whole.wacz/crawl-0.wacz/archive/rec-0.warc.gz", 1),
        ("whole.wacz/crawl-0.wacz/archive/rec-1.warc.gz", 1),
        ("whole.wacz/crawl-1.wacz/archive/rec-2.warc.gz", 1),
    ]
    assert rows(history.root, TITLES) == [("Một", "2023"), ("Hai", "2024")]
    assert list((history.root / "incoming").iterdir()) == []


@pytest.mark.parametrize("digest", ["WARC-Block-Digest", "WARC-Payload-Digest"])
def test_a_record_that_is_not_what_it_says_is_bad(bring: Any, theirs: Any, digest: str) -> None:
    """Nothing else tells of a wrong bit in a file that is not compressed."""
    made = theirs("theirs.warc")
    made.take(URL, page("Một"), "2017-01-01T00:00:00Z")
    made.take(f"{HOME}tin-tuc/2", page("Hai"), "2017-01-01T00:00:01Z")
    path = made.close()
    whole = path.read_bytes().replace(page("Hai"), page("Hay"))
    other = {"WARC-Block-Digest", "WARC-Payload-Digest"} - {digest}
    path.write_bytes(whole.replace(other.pop().encode(), b"X-Nothing"))
    kept, _, [reason] = told(bring(path).files[0])
    assert kept == 1
    assert "not the one that" in reason


def test_a_wacz_file_that_was_cut_short(history: Any, bring: Any, crawled: list[Path]) -> None:
    path = crawled[0]
    with zipfile.ZipFile(path) as wacz:
        after = wacz.getinfo("indexes/index.cdxj").header_offset
    path.write_bytes(path.read_bytes()[: after - 40])
    [file] = bring(path).files
    assert (file.file, file.kept, file.other) == ("crawl-0.wacz", 2, 4)
    assert file.bad[0].offset == 0
    assert "torn" in file.bad[-1].reason
    assert rows(history.root, TITLES) == [("Một", "2023")]
    check(history.root)


def test_a_wacz_file_without_captures_costs_no_other(
    bring: Any, crawled: list[Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("index.html", "")
    first, *rest = bring(other, *crawled).files
    assert told(first) == (0, 0, ["it holds no WARC file in its folder 'archive'"])
    assert sum(each.kept for each in rest) == 3


@pytest.mark.parametrize("compressed", [False, True])
def test_an_arc_file_says_what_to_do(
    bring: Any, crawled: list[Path], tmp_path: Path, compressed: bool
) -> None:
    version = b"1 0 Internet Archive\nURL IP-address Archive-date Content-type Archive-length\n\n"
    head = b"filedesc://a.arc 0.0.0.0 20050101000000 text/plain %d\n" % len(version)
    arc = tmp_path / "old.arc.gz"
    arc.write_bytes(gzip.compress(head + version) if compressed else head + version)
    first, *rest = bring(arc, *crawled).files
    [bad] = first.bad
    assert "ARC file" in bad.reason
    assert "'warcio recompress old.arc.gz NAME.warc.gz'" in bad.reason
    assert sum(each.kept for each in rest) == 3


def test_a_file_whose_first_byte_is_wrong(history: Any, bring: Any, theirs: Any) -> None:
    made = theirs()
    made.info()
    made.take(URL, page("Một"), "2017-01-01T00:00:00Z")
    path = made.close()
    path.write_bytes(b"\x1e" + path.read_bytes()[1:])
    [file] = bring(path).files
    assert (file.kept, len(file.bad)) == (1, 1)
