"""Attached files are made once, whoever asks."""

from concurrent.futures import ThreadPoolExecutor

from scraper.demo import Portal
from scraper.demo.documents import library
from scraper.demo.documents.library import file_bytes


def test_files_are_the_same_when_many_are_made_at_once() -> None:
    portal = Portal(articles=20)
    wanted = [
        (portal.seed, portal.original(story.number), enclosure)
        for story in portal.stories()
        for enclosure in story.enclosures
    ]
    alone = [file_bytes(*each) for each in wanted]
    library._make.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: file_bytes(*each), wanted)) == alone
