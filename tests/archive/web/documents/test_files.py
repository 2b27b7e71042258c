"""Documents by link: their own bytes, name and ranges, and nothing that a browser would run."""

import hashlib

import pytest

from archive.web.documents.files import disposition
from tests.archive.web.sample import FILENAME, pdf

PDF = pdf("Plan one", "Annex")
PATH = f"/-/documents/{hashlib.sha256(PDF).hexdigest()}/{FILENAME}"


def test_the_bytes_come_back_with_their_name(get):
    answer = get(PATH)
    assert answer.status_code == 200
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-length"] == str(len(PDF))
    assert answer.headers["content-disposition"].startswith(f'inline; filename="{FILENAME}"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]


def test_the_name_is_the_archive_s_not_the_link_s(get):
    answer = get(PATH.replace(FILENAME, "malware.exe"))
    assert FILENAME in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("asked", "got"),
    [("bytes=0-9", PDF[:10]), ("bytes=10-", PDF[10:]), ("bytes=-7", PDF[-7:]),
     ("bytes=5-999999", PDF[5:])],
)  # fmt: skip
def test_ranges(get, asked, got):
    answer = get(PATH, range=asked)
    assert answer.status_code == 206
    assert answer.content == got
    first = len(PDF) - len(got) if asked != "bytes=0-9" else 0
    span = f"bytes {first}-{first + len(got) - 1}/{len(PDF)}"
    assert answer.headers["content-range"] == span


def test_a_range_outside_of_the_file(get):
    answer = get(PATH, range="bytes=999999-")
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(PDF)}"


@pytest.mark.parametrize(
    ("asked", "condition"),
    [("bytes=0-1,4-5", None), ("lines=0-1", None), ("bytes=-", None), ("bytes=5-2", None),
     ("bytes=0-1", '"other"')],
)  # fmt: skip
def test_what_is_no_plain_range_gives_the_whole(get, asked, condition):
    said = {"range": asked} | ({"if_range": condition} if condition else {})
    answer = get(PATH, **said)
    assert answer.status_code == 200
    assert answer.content == PDF


def test_a_known_file_is_not_sent_again(get):
    answer = get(PATH, if_none_match=get(PATH).headers["etag"])
    assert answer.status_code == 304


def test_an_unknown_file(get):
    answer = get("/-/documents/" + "0" * 64 + "/x.pdf")
    assert answer.status_code == 404
    assert "No document of this archive" in answer.text


@pytest.mark.parametrize(
    ("name", "plain", "encoded"),
    [
        ("4500.pdf", "4500.pdf", "4500.pdf"),
        ('Kế "hoạch".pdf', "K_ _ho_ch_.pdf", "K%E1%BA%BF%20%22ho%E1%BA%A1ch%22.pdf"),
        ("../etc/passwd\r\nX: y", ".._etc_passwdX: y", ".._etc_passwdX%3A%20y"),
        ("", "file", ""),
    ],
)
def test_names_in_headers(name, plain, encoded):
    header = f"inline; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
    assert disposition("inline", name) == header
