import pytest

from scraper.demo import Portal
from scraper.demo.documents.library import file_bytes


@pytest.fixture(scope="session")
def made():
    """Return the first attached file that was made so."""
    portal = Portal(articles=14)

    def find(make):
        story, file = next(
            (story, file)
            for story in portal.stories()
            for file in story.enclosures
            if file.make is make
        )
        return file_bytes(portal.seed, portal.original(story.number), file)

    return find
