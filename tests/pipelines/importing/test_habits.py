"""Habits that files of real crawlers showed: what is good in them comes in all the same."""

import bz2
import gzip
import lzma
import zipfile
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders

from archive.warc.positions import archive_files
from archive.warc.scan import Record, scan
from tests.pipelines.histories import HOME, page
from tests.pipelines.importing.test_files import rows
from tests.pipelines.importing.test_tools import URL, check, record, told

OTHER = f"{HOME}tin-tuc/2"


@pytest.mark.parametrize("name", ["theirs.warc.gz", "theirs.warc"])
@pytest.mark.parametrize("version", ["0.17", "0.18"])
def test_versions_before_the_standard(
    history: Any, bring: Any, theirs: Any, version: str, name: str
) -> None:
    """Heritrix 1.14 wrote them; of a damaged file what follows is found."""
    made = theirs(name, warc_version=version)
    made.info()
    made.take(URL, page("Một"), "2008-01-01T00:00:00Z")
    made.take(OTHER, page("Hai"), "2008-01-01T00:00:01Z")
    path = made.close()
    assert told(bring(path).files[0]) == (2, 1, [])
    check(history.root)
    path.write_bytes(b"\0" + path.read_bytes()[1:])
    assert bring(path).files[0].known == 2


def exchange(made: Any, url: str, body: bytes, asked: str, answered: str, named: str) -> Any:
    """Write a response, then a request that names another record as that of its exchange."""
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
    response = record(
        made, url, "response", body, {"WARC-Date": answered}, http_headers=headers
    )  # fmt: skip
    get = StatusAndHeaders("GET /tin-tuc/1 HTTP/1.0", [("Host", "portal.example")], "")
    fields = {"WARC-Date": asked, "WARC-Concurrent-To": named}
    record(made, url, "request", b"", fields, http_headers=get)
    return response


def test_a_request_that_names_another_record_stands_beside_its_response(
    history: Any, bring: Any, theirs: Any
) -> None:
    """So do those of WAIL, WARCreate and Webrecorder."""
    made = theirs()
    unknown = "<urn:uuid:00000000-0000-0000-0000-000000000001>"
    exchange(
        made, URL, page("Một"), "2017-01-01T00:00:00Z", "2017-01-01T00:00:01Z", unknown
    )  # fmt: skip
    assert told(bring(made.close()).files[0]) == (1, 0, [])
    [copied] = [
        each
        for path in archive_files(history.root / "warc")
        for each in scan(path)
        if isinstance(each, Record) and each.type == "request"
    ]
    assert copied.concurrent == (unknown,)
    check(history.root)


def test_the_request_of_a_response_that_is_lost_takes_no_other(bring: Any, theirs: Any) -> None:
    made = theirs("theirs.warc", response_first=True)
    made.take(URL, page("Một"), "2017-01-01T00:00:00Z")
    made.take(URL, page("Hai"), "2018-01-01T00:00:00Z")
    path = made.close()
    path.write_bytes(b"\0" + path.read_bytes()[1:])
    kept, _, reasons = told(bring(path).files[0])
    assert kept == 1
    assert reasons[1:] == [f"no record says what came of this request to {URL}"]


ZSTD = b"\x28\xb5\x2f\xfd\x04\x00\x01\x00\x00\x99\xe9\xd8\x51"
DICTIONARY = b"\x5d\x2a\x4d\x18\x04\x00\x00\x00\x00\x00\x00\x00"


@pytest.mark.parametrize(
    ("start", "advice"),
    [
        (ZSTD, "'zstd -d all.warc'"),
        (DICTIONARY + ZSTD, "dictionary of its own"),
        (b"\x04\x22\x4d\x18\x64\x40\xa7", "'lz4 -d all.warc'"),
        (bz2.compress(b"WARC/1.0\r\n"), "'bzip2 -d all.warc'"),
        (lzma.compress(b"WARC/1.0\r\n"), "'xz -d all.warc'"),
    ],
    ids=["zstd", "zstd with a dictionary", "lz4", "bzip2", "xz"],
)
def test_other_compressions_say_what_to_do(
    bring: Any, theirs: Any, tmp_path: Path, start: bytes, advice: str
) -> None:
    packed, wacz = tmp_path / "all.warc", tmp_path / "all.wacz"
    packed.write_bytes(start)
    with zipfile.ZipFile(wacz, "w") as whole:
        whole.write(packed, "archive/all.warc.zst")
    made = theirs()
    made.take(URL, page("Một"), "2017-01-01T00:00:00Z")
    bare, inside, good = bring(packed, wacz, made.close()).files
    assert [advice in bad.reason for bad in bare.bad] == [True]
    assert [advice.replace(".warc", ".warc.zst") in bad.reason for bad in inside.bad] == [True]
    assert good.kept == 1


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2014", "2014-01-01T00:00:00.000000Z"),
        ("2014-03", "2014-03-01T00:00:00.000000Z"),
        ("2014-03-02", "2014-03-02T00:00:00.000000Z"),
        ("2014-03-02T05:06Z", "2014-03-02T05:06:00.000000Z"),
        ("2014-03-02T05:06", "2014-03-02T05:06:00.000000Z"),
        ("2014-03-02T05:06:07.123456789Z", "2014-03-02T05:06:07.123456Z"),
    ],
)
def test_dates_are_of_any_precision(
    history: Any, bring: Any, theirs: Any, date: str, moment: str
) -> None:
    """As WARC 1.1, section 5.4, has it; all of them are UTC."""
    made = theirs()
    made.take(URL, page("Một"), date)
    assert told(bring(made.close()).files[0]) == (1, 0, [])
    assert rows(history.root, "SELECT fetched_at FROM captures") == [(moment,)]
    check(history.root)


def test_a_date_that_is_none_is_named(bring: Any, theirs: Any) -> None:
    """So was one of Nutch, far in the future."""
    made = theirs()
    made.take(URL, page("Một"), "5088968-11-06T12:31:23Z")
    [reason] = told(bring(made.close()).files[0])[2]
    assert "its WARC-Date '5088968-11-06T12:31:23Z' is no moment" in reason


def test_a_revisit_that_knows_its_response_to_the_second_alone(
    history: Any, bring: Any, theirs: Any
) -> None:
    """It has the date from an index, as those of pywb do; the response came in before."""
    one, two = theirs("one.warc.gz", warc_version="1.1"), theirs("two.warc.gz", warc_version="1.1")
    first = one.take(URL, page("Một"), "2017-01-01T00:00:01.234Z")
    two.revisit(URL, "2018-01-01T00:00:00Z", first)
    bring(one.close())
    path = two.close()
    path.write_bytes(
        gzip.compress(gzip.decompress(path.read_bytes()).replace(b":01.234Z", b":01Z"))
    )
    assert told(bring(path).files[0]) == (1, 0, [])
    check(history.root)
