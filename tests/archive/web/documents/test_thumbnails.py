"""The small picture of a file: shown where there is one, powerless, kept by browsers."""

import hashlib

import pytest

from archive.thumbnails import keep_thumbnail
from tests.archive.web.sample import pdf

NEW = hashlib.sha256(pdf("Plan two", "Annex")).hexdigest()
ADDRESS = f"/-/thumbnails/{NEW}.webp"


@pytest.fixture
def picture(data):
    keep_thumbnail(data, f"sha256:{NEW}", b"RIFF....WEBP")
    yield
    keep_thumbnail(data, f"sha256:{NEW}", b"")


def test_it_is_sent_with_what_keeps_it_harmless(get, picture):
    answer = get(ADDRESS)
    assert (answer.status_code, answer.content) == (200, b"RIFF....WEBP")
    assert answer.headers["content-type"] == "image/webp"
    assert "immutable" in answer.headers["cache-control"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert get(ADDRESS, if_none_match=answer.headers["etag"]).status_code == 304


def test_article_and_document_show_it(get, picture):
    for page in ("/-/articles/1", f"/-/documents/{NEW}"):
        assert f'<img src="{ADDRESS}"' in get(page).text


def test_where_there_is_none_the_kind_of_file_is_named(get):
    assert get(ADDRESS).status_code == 404
    page = get("/-/articles/1").text
    assert ADDRESS not in page
    assert ">PDF</a>" in page
