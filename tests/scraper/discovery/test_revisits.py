"""When known articles are due."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scraper.discovery.memory import KnownArticle
from scraper.discovery.revisits import SHORTEST, due, wait_after

NOW = datetime(2021, 9, 8, tzinfo=UTC)
MONTH = timedelta(days=30)


def article(seen_ago, changed_ago, url="https://tinh.gov.vn/a"):
    changed = NOW - changed_ago
    return KnownArticle(url, changed, NOW - seen_ago, changed)


def looks(until, every):
    """When a scheduled crawl looks at an article that was published at the start."""
    published, found = NOW, []
    known = KnownArticle("u", published, published, published)
    moment = published
    while moment < published + until:
        moment += every
        if due([known], moment, MONTH):
            found.append(moment - published)
            known = KnownArticle("u", published, moment, published)
    return found


def test_new_articles_are_looked_at_several_times_in_their_first_days():
    assert 5 <= len(looks(timedelta(days=3), timedelta(hours=6))) <= 10


def test_looks_grow_rarer():
    moments = looks(timedelta(days=200), timedelta(hours=6))
    waits = [after - before for before, after in pairwise(moments)]
    assert waits == sorted(waits)
    assert max(waits) <= MONTH + timedelta(hours=6)


def test_never_later_than_max_age():
    old = article(timedelta(days=30), timedelta(days=4000))
    assert due([old], NOW, MONTH) == (old,)
    assert due([article(timedelta(days=29), timedelta(days=4000))], NOW, MONTH) == ()


def test_not_again_in_the_same_hour():
    assert due([article(timedelta(minutes=5), timedelta(minutes=5))], NOW, MONTH) == ()


def test_no_wait_at_all_where_the_profile_wants_none():
    new = article(timedelta(0), timedelta(0))
    assert due([new], NOW, timedelta(0)) == (new,)


def test_most_overdue_first():
    little = article(timedelta(days=31), timedelta(days=400), "https://tinh.gov.vn/1")
    much = article(timedelta(days=3), timedelta(days=3, hours=1), "https://tinh.gov.vn/2")
    assert due([little, much], NOW, MONTH) == (much, little)


@given(
    st.timedeltas(timedelta(0), timedelta(days=9000)),
    st.timedeltas(timedelta(0), timedelta(days=9000)),
    st.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_waits_stay_within_bounds(seen, stood, max_age):
    wait = wait_after(article(seen, seen + stood), max_age)
    assert min(SHORTEST, max_age) <= wait <= max_age
