"""Which known articles are looked at, and when."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from scraper.discovery.memory import KnownArticle
from scraper.discovery.revisits import SHORTEST, WORTH, Policy

NOW = datetime(2021, 9, 8, tzinfo=UTC)
DAY = timedelta(days=1)
MONTH = timedelta(days=30)


def article(seen_ago, born_ago, url="https://tinh.gov.vn/a", changes=()):
    born = NOW - born_ago
    pairs = tuple((NOW - before, NOW - at) for before, at in changes)
    return KnownArticle(url, born, NOW - seen_ago, born, pairs)


def policy(*known, max_age=MONTH):
    return Policy.learnt(known, NOW, max_age)


def looks(until, every):
    """When crawls without a budget look at an article that was published at the start."""
    found, known, moment = [], KnownArticle("u", NOW, NOW, NOW), NOW
    while moment < NOW + until:
        moment += every
        judged = Policy.learnt([known], moment, MONTH)
        if judged.overdue([known]) or judged.ranked([known], WORTH):
            found.append(moment - NOW)
            known = KnownArticle("u", NOW, moment, NOW)
    return found


def test_new_articles_are_looked_at_several_times_in_their_first_days():
    assert 5 <= len(looks(timedelta(days=3), timedelta(hours=6))) <= 10


def test_looks_grow_rarer_and_never_rarer_than_max_age():
    moments = looks(timedelta(days=200), timedelta(hours=12))
    early = [at for at in moments if at < timedelta(days=20)]
    late = [at for at in moments if at > timedelta(days=180)]
    assert len(early) > 3 * len(late)
    gaps = [after - before for before, after in pairwise(moments)]
    assert max(gaps) <= MONTH + timedelta(hours=12)


def test_overdue_from_max_age_on_the_longest_wait_first():
    late, later = article(MONTH, 400 * DAY), article(40 * DAY, 400 * DAY, "https://tinh.gov.vn/b")
    young = article(29 * DAY, 400 * DAY, "https://tinh.gov.vn/c")
    assert policy().overdue([late, young, later]) == [later, late]


def test_not_again_in_the_same_hour():
    just = article(SHORTEST / 2, 2 * DAY)
    assert policy(just).ranked([just]) == []


def test_what_changed_before_is_likelier_to_change_again():
    calm = article(3 * DAY, 100 * DAY, "https://tinh.gov.vn/calm")
    changes = [(60 * DAY, 50 * DAY), (20 * DAY, 18 * DAY), (10 * DAY, 7 * DAY)]
    restless = article(3 * DAY, 100 * DAY, "https://tinh.gov.vn/restless", changes)
    others = [article(DAY, 100 * DAY, f"https://tinh.gov.vn/{n}") for n in range(50)]
    judged = policy(calm, restless, *others)
    assert judged.chance(restless) > 2 * judged.chance(calm)
    assert judged.ranked([calm, restless])[0] == restless


def test_a_chance_grows_while_nobody_looks():
    chances = [policy().chance(article(days * DAY, 90 * DAY)) for days in (1, 5, 20, 60)]
    assert chances == sorted(chances)
    assert 0 < chances[0] < chances[-1] < 1


def test_the_same_order_whatever_the_order_they_come_in():
    known = [article(5 * DAY, 50 * DAY, f"https://tinh.gov.vn/{n}") for n in range(20)]
    assert policy(*known).ranked(known) == policy(*known[::-1]).ranked(known[::-1])
