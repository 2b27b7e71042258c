"""Profiles: the schema, its defaults, and what is said of a wrong one."""

import pickle
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArchiveError
from archive.profile import InvalidProfileError, Profile

SMALL = """\
key = "tinh"
name = "Tỉnh"
home = "https://www.tinh.gov.vn/"

[crawl]
start = ["https://www.tinh.gov.vn/tin-tuc"]
article = ['/tin-tuc/\\d{4}/']
"""


def read(text):
    return Profile.from_toml(text, origin="tinh.toml")


def test_keys_left_out_have_the_documented_defaults():
    profile = read(SMALL)
    assert profile.timezone == "Asia/Ho_Chi_Minh"
    assert profile.parser == "sharepoint"
    crawl, change = profile.crawl, profile.change
    assert (crawl.delay, crawl.obey_robots, crawl.allow_private) == (1.0, True, False)
    assert (crawl.verify_tls, crawl.requisites, crawl.budget) == (True, True, None)
    assert crawl.max_attachment_size == 100_000_000
    assert crawl.follow == ()
    assert (change.gone_after_looks, change.gone_after) == (2, timedelta(days=1))
    assert (change.max_age, change.keep) == (timedelta(days=30), "delta")
    assert profile.health.min_articles == 1


def test_the_text_comes_back_as_it_was_written():
    text = "# chú thích\r\n" + SMALL
    profile = read(text)
    assert profile.text == text
    again = read(profile.text)
    assert again == profile
    assert again.text == text


def test_a_profile_goes_to_another_process_whole():
    profile = read(SMALL)
    again = pickle.loads(pickle.dumps(profile))
    assert (again, again.text, again.hosts) == (profile, profile.text, profile.hosts)


def test_all_keys_are_read():
    profile = read(
        SMALL
        + 'follow = ["/tin-tuc$"]\nmedia = ["/anh$"]\nattachment = ["[.]pdf$"]\n'
        + 'hosts = ["static.tinh.gov.vn"]\n'
        + "allow_private = true\ndelay = 0\nobey_robots = false\nverify_tls = false\n"
        + 'requisites = false\nmax_attachment_size = "1MiB"\nbudget = 50\ncontact = "a@b.vn"\n'
        + '[change]\ngone_after_looks = 1\ngone_after = "0s"\nmax_age = "7d"\nkeep = "full"\n'
        + "[health]\nmin_articles = 0\n"
    )
    assert profile.crawl.delay == 0
    assert profile.is_media_list("https://tinh.gov.vn/anh")
    assert not profile.is_media_list("https://tinh.gov.vn/tin-tuc")
    assert profile.crawl.max_attachment_size == 1 << 20
    assert profile.crawl.budget == 50
    assert profile.change.gone_after == timedelta(0)
    assert profile.health.min_articles == 0
    assert profile.owns("https://static.tinh.gov.vn/a.png")


WRONG = [
    ("key = ", "not valid TOML"),
    ("", r"key: missing"),
    (SMALL.replace('"tinh"', '"Tỉnh Bình Dương"'), r"key: String should match pattern"),
    (SMALL.replace('"tinh"', '"../etc"'), r"key: String should match pattern"),
    (SMALL.replace('name = "Tỉnh"', 'name = ""'), r"name: String should have at least 1"),
    (SMALL.replace('"https://www.tinh.gov.vn/"', '"ftp://x"'), r"home: 'ftp://x' is no http or"),
    (SMALL.replace("key =", 'timezone = "Hanoi"\nkey ='), r"timezone: 'Hanoi' is no time zone"),
    (SMALL.replace("key =", 'timezone = "../../x"\nkey ='), r"timezone: .* is no time zone"),
    (SMALL.replace("key =", 'parser = "../x"\nkey ='), r"parser: String should match pattern"),
    (SMALL.replace(r"'/tin-tuc/\d{4}/'", "'(tin'"), r"crawl.article\[0\]: '\(tin' is no regular"),
    (SMALL.replace(r"'/tin-tuc/\d{4}/'", "7"), r"crawl.article\[0\]: "),
    (SMALL.replace(r"['/tin-tuc/\d{4}/']", "[]"), r"crawl.article: Tuple should have at least 1"),
    (SMALL.replace(r"['/tin-tuc/\d{4}/']", "'/tin'"), r"crawl.article: .* valid tuple"),
    (SMALL.replace("start", "strat"), r"crawl.strat: unknown key"),
    (SMALL + "delay = -1\n", r"crawl.delay: Input should be greater than or equal to 0"),
    (SMALL + "delay = inf\n", r"crawl.delay: Input should be a finite number"),
    (SMALL + 'delay = "1s"\n', r"crawl.delay: Input should be a valid number"),
    (SMALL + 'obey_robots = "no"\n', r"crawl.obey_robots: Input should be a valid boolean"),
    (SMALL + 'max_attachment_size = "big"\n', r"crawl.max_attachment_size: 'big' is no size"),
    (SMALL + '[change]\nmax_age = "30"\n', r"change.max_age: '30' is no duration"),
    (SMALL + "[change]\nmax_age = 30\n", r"change.max_age: Input should be a valid timedelta"),
    (SMALL + '[change]\nkeep = "all"\n', r"change.keep: Input should be 'delta' or 'full'"),
    (SMALL + "[change]\ngone_after_looks = 0\n", r"change.gone_after_looks: .* equal to 1"),
    (SMALL + "[health]\nmin_articles = -1\n", r"health.min_articles: .* equal to 0"),
    (SMALL + "[healht]\n", r"healht: unknown key"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_an_error_names_origin_key_and_reason(text, message):
    with pytest.raises(InvalidProfileError, match=r"tinh\.toml: " + message) as caught:
        read(text)
    assert isinstance(caught.value, ArchiveError)
    assert "pydantic" not in str(caught.value)


def test_every_wrong_key_is_named_at_once():
    with pytest.raises(InvalidProfileError) as caught:
        read(SMALL.replace('key = "tinh"\n', "") + "delay = -1\nbudget = 0\n")
    assert len(str(caught.value).splitlines()) == 3


def test_values_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        read(SMALL).crawl.delay = 0


def test_patterns_are_searched_for_in_the_whole_address():
    profile = read(SMALL + 'follow = ["/tin-tuc$", "/anh$"]\n')
    assert profile.is_article("https://tinh.gov.vn/tin-tuc/2021/bai")
    assert not profile.is_article("https://tinh.gov.vn/tin-tuc")
    assert profile.is_listing("https://tinh.gov.vn/anh")


@pytest.mark.parametrize(
    ("url", "attachment"),
    [
        ("https://a.vn/4500-KH.signed.pdf", True),
        ("https://a.vn/x/B%E1%BA%A3ng.XLSX?web=1", True),
        ("https://a.vn/anh.JPG#x", True),
        ("https://a.vn/ghi.mp3", True),
        ("https://a.vn/tin.aspx", False),
        ("https://a.vn/pdf", False),
        ("https://a.vn/a.pdfx", False),
    ],
)
def test_what_is_an_attachment_by_default(url, attachment):
    assert read(SMALL).is_attachment(url) is attachment


def test_own_hosts_with_and_without_www():
    profile = read(SMALL)
    assert profile.owns("http://tinh.gov.vn/x")
    assert profile.owns("https://WWW.tinh.gov.vn/x")
    assert not profile.owns("https://khac.gov.vn/x")
    assert not profile.owns("https://xtinh.gov.vn/")


def test_moved_to_another_address():
    text = SMALL + "hosts = ['www.tinh.gov.vn.example']\n"
    moved = read(text).moved_to("http://127.0.0.1:8080/")
    assert moved.home == "http://127.0.0.1:8080/"
    assert moved.crawl.start == ("http://127.0.0.1:8080/tin-tuc",)
    assert read(moved.text) == moved
    with pytest.raises(InvalidProfileError, match="home: 'nowhere"):
        read(SMALL).moved_to("nowhere")


@given(st.text(max_size=200))
def test_any_text_is_a_profile_or_a_clear_error(text):
    with pytest.raises(InvalidProfileError, match=r"tinh\.toml: "):
        read(text)
