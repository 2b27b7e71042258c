import time

from scraper.demo import Portal
from scraper.demo.sections import SECTIONS
from scraper.demo.serving.routes import answer, request_of


def test_a_large_portal_starts_at_once_and_answers_quickly():
    started = time.perf_counter()
    portal = Portal(articles=5000, weight=80_000)
    answer(portal, request_of("/tin-tuc"))
    assert time.perf_counter() - started < 2
    addresses = [portal.story(number).path for number in range(1, 200)]
    for address in addresses:
        answer(portal, request_of(address))
    started = time.perf_counter()
    for address in addresses:
        answer(portal, request_of(address))
    assert (time.perf_counter() - started) / len(addresses) < 0.01


def test_sections_share_the_articles_out_newest_first():
    portal = Portal(articles=200)
    held = [number for section in SECTIONS for number in portal.shelf(section).numbers]
    assert sorted(held) == list(range(1, 201))
    for section in SECTIONS:
        dates = [portal.story(number).published for number in portal.shelf(section).numbers]
        assert dates == sorted(dates, reverse=True)


def test_neighbours_never_name_the_article_itself():
    shelf = Portal().shelf(SECTIONS[0])
    for number in shelf.numbers:
        found = shelf.neighbours(number, 5)
        assert number not in found
        assert len(set(found)) == 5


def test_two_fetches_at_the_same_count_are_the_same_page():
    pages = [answer(Portal(), request_of("/tin-tuc")).body for _ in range(2)]
    assert pages[0] == pages[1]
