"""Addresses: one page, one key; two pages, two keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from archive.addresses import canonical_url, compared_image, url_key


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://Portal.GOV.vn:80/a/../b/./c#top", "http://portal.gov.vn/b/c"),
        ("https://portal.gov.vn:443", "https://portal.gov.vn/"),
        ("http://portal.gov.vn:8080/x", "http://portal.gov.vn:8080/x"),
        ("http://user:secret@portal.gov.vn/x", "http://portal.gov.vn/x"),
        ("http://[::1]:80/a", "http://[::1]/a"),
        ("https://p.vn/tin tức?q=đất", "https://p.vn/tin%20t%E1%BB%A9c?q=%C4%91%E1%BA%A5t"),
        ("https://p.vn/a%c3%a9?y=%2f", "https://p.vn/a%C3%A9?y=%2F"),
        ("https://p.vn/a?ID=7&utm_source=zalo&fbclid=x", "https://p.vn/a?ID=7"),
        ("https://p.vn/a?b=1&a=2", "https://p.vn/a?b=1&a=2"),
        ("https://p.vn/f.aspx?ID=7&Source=%2Ftin%2Dtuc&UTM_X", "https://p.vn/f.aspx?ID=7"),
        ("https://p.vn/f.aspx?source=BDIZA", "https://p.vn/f.aspx?source=BDIZA"),
        ("https://p.vn/a;jsessionid=0.9/b", "https://p.vn/a/b"),
        ("https://p.vn/a\\b", "https://p.vn/a/b"),
        ("https://München.example/", "https://xn--mnchen-3ya.example/"),
        ("  https://p.vn/a\n/b ", "https://p.vn/a/b"),
    ],
)
def test_address_to_fetch(written, canonical):
    assert canonical_url(written) == canonical


@pytest.mark.parametrize(
    "written",
    ["javascript:void(0)", "mailto:a@b.vn", "/relative", "//p.vn/x", "ftp://p.vn/", "http://[x/",
     "http://p.vn:99999999/", "https://", "data:text/plain,x", "", "https://" + "ế" * 70 + ".vn/"],
)  # fmt: skip
def test_what_is_no_web_address_is_none(written):
    assert canonical_url(written) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://p.vn/a", "https://www.p.vn/a#x"),
        ("https://p.vn/a?ID=7&Page=2", "https://p.vn/a?Page=2&ID=7"),
        ("https://p.vn/(S(abc123))/a", "https://p.vn/a"),
        ("https://p.vn/a?ID=7&gclid=1", "https://p.vn/a?ID=7"),
        ("https://p.vn/a", "https://p.vn/a/"),
        ("https://p.vn", "http://www.p.vn/#top"),
        ("https://p.vn/%61%2Db%7Ec", "https://p.vn/a-b~c"),
        ("https://p.vn/t%c3%a9", "https://p.vn/té"),
        ("https://tỉnh.example/a", "https://xn--tnh-dlz.example/a"),
        ("https://p.vn/Tin/Chi-Tiet.aspx?ID=7", "https://p.vn/tin/chi-tiet.aspx?id=7"),
    ],
)
def test_two_addresses_of_one_page(one, other):
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://p.vn/a?ID=7", "https://p.vn/a?ID=8"),
        ("https://p.vn/a?ID=7", "https://p.vn/a"),
        ("https://p.vn/a", "https://p.vn/A"),
        ("https://p.vn/a/?ID=7", "https://p.vn/a?ID=7"),
        ("https://p.vn/a%2Fb", "https://p.vn/a/b"),
        ("https://p.vn/x.aspx?t=Ab", "https://p.vn/x.aspx?t=aB"),
        ("https://p.vn/a?ID=7", "https://p.vn/a?id=7"),
        ("https://p.vn/a", "https://q.p.vn/a"),
        ("https://p.vn:8080/a", "https://p.vn/a"),
        ("https://p.vn/a?x=1&y=2", "https://p.vn/a?x=2&y=1"),
    ],
)
def test_two_pages(one, other):
    assert url_key(one) != url_key(other)


PATHS = st.text(alphabet="abAZ09-_.~!$&'()*+,;=:@[]{}|^`\\\"<> %/ếđ", max_size=30)


@given(PATHS, PATHS)
def test_canonical_is_stable_and_is_what_is_sent(path, query):
    canonical = canonical_url(f"https://p.vn/{path}?{query}")
    assert canonical is not None
    assert canonical_url(canonical) == canonical
    assert Request(canonical).url == canonical


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(text):
    canonical = canonical_url(text)
    assert canonical is None or canonical.startswith(("http://", "https://"))


@given(PATHS, PATHS)
def test_a_key_is_stable_and_that_of_the_canonical_address(path, query):
    url = f"https://p.vn/{path}?{query}"
    canonical = canonical_url(url)
    assert canonical is not None
    assert url_key(canonical) == url_key(url)
    assert url_key(canonical.replace("https://", "http://www.") + "#x") == url_key(url)


SEGMENTS = st.text(alphabet="abAB019-_", min_size=1, max_size=6)
PAGES = st.tuples(
    st.lists(SEGMENTS, min_size=1, max_size=3).map("/".join),
    st.dictionaries(st.sampled_from(["ID", "Page", "tin"]), SEGMENTS, max_size=2),
)


@given(PAGES, PAGES, st.randoms(use_true_random=False))
def test_two_pages_never_have_one_key_and_the_spellings_of_one_page_do(one, other, chance):
    def spelled(page):
        pairs = [f"{name}={value}" for name, value in page[1].items()]
        chance.shuffle(pairs)
        scheme, www = chance.choice(["http", "https"]), chance.choice(["", "www."])
        return f"{scheme}://{www}p.vn/{page[0]}?{'&'.join([*pairs, 'utm_source=x'])}#y"

    assert (url_key(spelled(one)) == url_key(spelled(other))) == (one == other)
    assert url_key(spelled(one)) == url_key(spelled(one))


@pytest.mark.parametrize("query", ["?v=3", "?t=163", "?163106", "?sid=9&_=1", "", "?V=1&cb=2"])
def test_what_defeats_caches_is_no_other_image(query):
    assert compared_image(f"https://p.vn/a.jpg{query}") == "https://p.vn/a.jpg"


@pytest.mark.parametrize("other", ["b.jpg", "a.jpg?RenditionID=5", "a.jpg?id=3", "A.jpg"])
def test_another_address_is_another_image(other):
    assert compared_image(f"https://p.vn/{other}") != compared_image("https://p.vn/a.jpg?v=1")
