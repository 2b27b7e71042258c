"""Keys of the index, as other indexers write them."""

import pytest

from archive.exports.wacz.index import url_key
from archive.warc.exchange import Request

FORM = ((b"Content-Type", b"application/x-www-form-urlencoded; charset=utf-8"),)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.portal.example/Tin-Tuc?b=2&a=1", "example,portal)/tin-tuc?a=1&b=2"),
        ("http://portal.example:8080/", "example,portal:8080)/"),
        ("http://127.0.0.1:36075/x", "1,0,0,127:36075)/x"),
    ],
)
def test_keys_are_sort_friendly(url: str, key: str) -> None:
    assert url_key(url) == key


def test_a_form_that_was_sent_is_part_of_the_key() -> None:
    request = Request("POST", "/", FORM, b"page=2&size=10")
    key = url_key("http://portal.example/list?x=1", request)
    assert key == "example,portal)/list?__wb_method=post&page=2&size=10&x=1"


def test_other_bodies_are_part_of_the_key_too() -> None:
    plain = url_key("http://portal.example/list")
    first, second = (
        url_key("http://portal.example/list", Request("POST", "/", (), body))
        for body in (b"\x00one", b"\x00two")
    )
    assert len({plain, first, second}) == 3


def test_a_plain_get_has_a_plain_key() -> None:
    request = Request("GET", "/", ())
    assert url_key("http://portal.example/list", request) == "example,portal)/list"
