"""Habits that files of real crawlers showed: what is good in them comes in all the same."""

import bz2
import gzip
import hashlib
import lzma
import re
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders

from archive.warc.positions import archive_files
from archive.warc.scan import Record, scan
from tests.pipelines.histories import HOME, page
from tests.pipelines.importing.test_files import rows
from tests.pipelines.importing.test_tools import TITLES, URL, check, record, told

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


@pytest.mark.parametrize("damaged", [False, True])
def test_exchanges_that_are_compressed_together(
    history: Any, bring: Any, theirs: Any, damaged: bool
) -> None:
    """The head of the file stands alone, then request and response share a member."""
    made = theirs("theirs.warc")
    made.info()
    bodies = {HOME + "tin-tuc/1": page("Một"), HOME + "tin-tuc/2": page("Hai " + "a" * 99_999)}
    ends = [made.stream.tell()]
    for url, body in bodies.items():
        made.take(url, body, "2017-01-01T00:00:00Z")
        ends.append(made.stream.tell())
    plain = made.stream.getvalue()
    members = [gzip.compress(plain[a:b]) for a, b in pairwise([0, *ends])]
    if damaged:
        middle = len(members[1]) // 2
        members[1] = members[1][:middle] + bytes(8) + members[1][middle + 8 :]
    made.path = made.path.with_name("theirs.warc.gz")
    made.path.write_bytes(b"".join(members))
    [file] = bring(made.path).files
    assert (file.kept, file.other, bool(file.bad)) == (2 - damaged, 1, damaged)
    titles = rows(history.root, "SELECT title FROM versions ORDER BY 1")
    assert [title[:3] for (title,) in titles] == (["Hai"] if damaged else ["Hai", "Một"])
    check(history.root)


def with_wrong(digest: str, path: Path) -> Path:
    """Have the last response of a file name the digest of something else."""
    opened = gzip.open if path.name.endswith(".gz") else open
    with opened(path, "rb") as stream:
        whole = stream.read()
    start = whole.rindex(digest.encode(), 0, whole.rindex(b"HTTP/1.1 200"))
    end = whole.index(b"\r\n", start)
    whole = whole[: end - 4] + b"AAAA" + whole[end:]
    records = [b"WARC/1.0" + each for each in whole.split(b"WARC/1.0")[1:]]
    packed = [gzip.compress(each) for each in records] if path.name.endswith(".gz") else records
    packed = [gzip.compress(whole)] if path.name.startswith("whole") else packed
    path.write_bytes(b"".join(packed))
    return path


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("theirs.warc.gz", "WARC-Block-Digest"),
        ("theirs.warc.gz", "WARC-Payload-Digest"),
        ("theirs.warc", "WARC-Block-Digest"),
        ("whole.warc.gz", "WARC-Block-Digest"),
    ],
)
def test_a_digest_is_wrong_but_not_the_bytes(
    history: Any, bring: Any, theirs: Any, name: str, digest: str
) -> None:
    """Webrecorder wrote such block digests. The checksum of gzip, or the other digest, is right."""
    made = theirs(name)
    made.take(URL, page("Một"), "2017-01-01T00:00:00Z")
    path = with_wrong(digest, made.close())
    if digest == "WARC-Payload-Digest":
        whole = gzip.decompress(path.read_bytes()).replace(b"WARC-Block-Digest", b"X-Nothing")
        records = [b"WARC/1.0" + each for each in whole.split(b"WARC/1.0")[1:]]
        path.write_bytes(b"".join(map(gzip.compress, records)))
    [file] = bring(path).files
    assert told(file) == (1, 0, [])
    assert ["not the one that" in each.reason for each in file.disputed] == [True]
    check(history.root)
    [again] = bring(path).files
    assert (again.kept, again.known, len(again.disputed)) == (0, 1, 1)


def test_a_request_that_is_not_what_it_says_costs_no_response(
    history: Any, bring: Any, theirs: Any
) -> None:
    made = theirs("theirs.warc")
    made.take(URL, page("Một"), "2017-01-01T00:00:00Z")
    path = made.close()
    path.write_bytes(path.read_bytes().replace(b"Host: portal", b"Host: Portal"))
    kept, _, [reason] = told(bring(path).files[0])
    assert kept == 1
    assert reason.startswith("the block of this request record is not the one that")
    check(history.root)


def test_a_payload_digest_of_the_whole_block(history: Any, bring: Any, theirs: Any) -> None:
    """So Web2Warc has it."""
    made = theirs("theirs.warc")
    made.take(URL, page("Một"), "2017-01-01T00:00:00Z")
    path = made.close()
    whole = path.read_bytes()
    block = whole[whole.index(b"HTTP/1.1 200") : -4]
    old = re.findall(rb"WARC-Payload-Digest: (\S+)", whole)[-1]
    named = b"sha1:" + hashlib.sha1(block, usedforsecurity=False).hexdigest().encode()
    whole = whole.replace(old, named).replace(b"WARC-Block-Digest", b"X-Nothing")
    path.write_bytes(whole)
    assert told(bring(path).files[0]) == (1, 0, [])
    check(history.root)


def test_a_revisit_of_a_page_means_what_is_none(history: Any, bring: Any, theirs: Any) -> None:
    """The response is of another address, so it comes in only after the pages."""
    made = theirs()
    elsewhere = made.take("http://elsewhere.example/", page("Một"), "2017-01-01T00:00:00Z")
    record = made.writer.create_revisit_record(
        URL,
        elsewhere.rec_headers.get_header("WARC-Payload-Digest"),
        "http://elsewhere.example/",
        "2017-01-01T00:00:00Z",
        StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1"),
        warc_headers_dict={"WARC-Date": "2018-01-01T00:00:00Z"},
    )
    made.writer.write_record(record)
    path = made.close()
    assert told(bring(path).files[0]) == (2, 0, [])
    assert rows(history.root, TITLES) == [("Một", "2018")]
    assert bring(path).summary is None
    check(history.root)
