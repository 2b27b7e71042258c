"""Each page once, within the crawl's bounds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.profile import Profile
from pipelines.parsing.feeds.syndication import Entry
from scraper.discovery.frontier import Frontier, Scope
from scraper.discovery.memory import KnownArticle, NothingKnown

NOW = datetime(2021, 9, 8, tzinfo=UTC)
HOME = "https://tinh.gov.vn/"


class Known:
    """An archive that was caught up and knows articles last seen so many days ago."""

    def __init__(self, caught_up=True, **seen_days_ago):
        self.caught_up = caught_up
        self.articles = {
            HOME + name: KnownArticle(
                HOME + name, NOW - timedelta(days=999), NOW - timedelta(days=days),
                NOW - timedelta(days=999),
            )
            for name, days in seen_days_ago.items()
        }  # fmt: skip

    def known_articles(self):
        return self.articles


@pytest.fixture
def frontier(portal):
    def make(memory=None, profile=None, **scope):
        return Frontier(profile or portal, memory or NothingKnown(), Scope(**scope), NOW)

    return make


def new(frontier, *names):
    return [name for name in names if frontier.admit_new(Entry(HOME + name))]


def known(frontier):
    return [article.url.removeprefix(HOME) for article in frontier.known_due()]


def test_each_once_however_it_is_written(frontier):
    crawl = frontier()
    assert new(crawl, "a", "b", "a#x", "a?utm_source=z") == ["a", "b"]
    assert crawl.admit_listing("tin-tuc")
    assert not crawl.admit_listing("tin-tuc")
    assert crawl.admit_file(HOME + "a.css")
    assert not crawl.admit_file(HOME + "a.css")


def test_known_articles_wait_for_their_turn_and_their_time(frontier):
    crawl = frontier(Known(old=31, recent=1))
    assert new(crawl, "old", "recent", "fresh") == ["fresh"]
    assert known(crawl) == ["old"]
    assert known(crawl) == []


def test_all_looks_at_every_known_article_overdue_first(frontier):
    crawl = frontier(Known(recent=1, old=31, older=2), everything=True)
    assert known(crawl) == ["old", "older", "recent"]


def test_a_feed_that_says_a_known_article_changed_brings_it_forward(frontier):
    crawl = frontier(Known(old=31, recent=1, other=1))
    assert not crawl.admit_new(Entry(HOME + "recent", NOW - timedelta(hours=1)))
    assert not crawl.admit_new(Entry(HOME + "other", NOW - timedelta(days=2)))
    assert known(crawl) == ["recent", "old"]


def test_budget_goes_to_new_articles_first(frontier):
    crawl = frontier(Known(a=40, b=50, c=60), pages=3)
    assert new(crawl, "x", "y") == ["x", "y"]
    assert known(crawl) == ["c"]
    assert not crawl.cut_short


def test_budget_of_the_profile(frontier, portal):
    profile = Profile.from_toml(portal.text + "budget = 1\n", "test")
    assert known(frontier(Known(a=40, b=50), profile)) == ["b"]
    assert known(frontier(Known(a=40, b=50), profile, pages=5)) == ["b", "a"]
    assert known(frontier(Known(a=40, b=50), profile, everything=True)) == ["b", "a"]


def test_limit_stops_everything_and_says_so(frontier):
    crawl = frontier(Known(old=40), limit=2)
    assert new(crawl, "x", "y", "z") == ["x", "y"]
    assert crawl.exhausted
    assert crawl.cut_short
    assert not crawl.admit_listing("tin-tuc?page=2")
    assert known(crawl) == []


def test_a_moved_article_costs_no_budget_and_is_fetched_once(frontier):
    crawl = frontier(pages=1)
    assert new(crawl, "a") == ["a"]
    assert crawl.admit_moved(HOME + "b")
    assert not crawl.admit_moved(HOME + "b")


def test_listings_are_left_where_nothing_new_is_shown(frontier):
    crawl = frontier(Known(a=1, b=1))
    assert not crawl.shows_new([HOME + "a", HOME + "b"])
    assert crawl.shows_new([HOME + "a", HOME + "x"])


def test_listings_are_read_to_their_end_until_that_was_done_once_and_with_all(frontier):
    assert frontier(Known(caught_up=False, a=1)).shows_new([HOME + "a"])
    assert frontier(Known(a=1), everything=True).shows_new([HOME + "a"])


def test_a_missed_article_is_looked_at_again_when_that_can_decide(frontier):
    memory = Known(calm=1, missed=1, just=0)
    for name in ("missed", "just"):
        memory.articles[HOME + name] = replace(memory.articles[HOME + name], missed=True)
    assert known(frontier(memory)) == ["missed"]


def test_a_budget_is_spent_to_its_end_and_what_is_worth_no_request_is_left_without_one(frontier):
    memory = Known(**{f"a{number}": 2 for number in range(9)})
    assert known(frontier(memory)) == []
    assert len(known(frontier(memory, pages=4))) == 4
