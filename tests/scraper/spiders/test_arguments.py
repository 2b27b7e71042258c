"""Arguments of a crawl, as Scrapy hands them over: text."""

import pytest

from scraper.discovery.frontier import Scope
from scraper.errors import ProfileError, ScraperError
from scraper.spiders.arguments import profile_of, scope_of


def test_scope():
    assert scope_of({}) == Scope()
    assert scope_of({"all": "1", "pages": "5", "limit": "7"}) == Scope(True, 5, 7)
    assert scope_of({"all": "false"}) == Scope()


@pytest.mark.parametrize(
    ("name", "value"),
    [("all", "maybe"), ("pages", "0"), ("limit", "-1"), ("limit", "x"), ("pages", "٣")],
)
def test_values_that_make_no_sense(name, value):
    with pytest.raises(ScraperError, match=f"{name}={value}: write "):
        scope_of({name: value})


def test_profile_by_name_and_at_another_address():
    assert profile_of({"portal": "bdiza"}).key == "bdiza"
    moved = profile_of({"portal": "demo", "home": "http://127.0.0.1:99/"})
    assert moved.home == "http://127.0.0.1:99/"


def test_no_profile():
    with pytest.raises(ProfileError, match="No portal given"):
        profile_of({})
    with pytest.raises(ProfileError, match="home: 'x' is no http"):
        profile_of({"portal": "demo", "home": "x"})
