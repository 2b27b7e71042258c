import re

import pytest

from scraper.demo import Design, Portal, Weather
from scraper.demo.content.first import recorded_text
from scraper.demo.serving.routes import answer, request_of


def region(text):
    """Return the words of an article's page between the menus and the foot."""
    start = re.search(r"Cỡ chữ:", text).start()
    return "".join(text[start : text.rindex("Ảnh Video Audio")].split())


@pytest.mark.parametrize("number", range(1, 15))
def test_a_reader_sees_the_same_article(number, visible):
    pages = []
    for design in Design:
        portal = Portal(weather=Weather(design=design))
        pages.append(visible(answer(portal, request_of(portal.story(number).path)).body))
    assert region(pages[0]) == region(pages[1])


def test_the_first_article_keeps_its_words(visible):
    portal = Portal(weather=Weather(design=Design.REDESIGN))
    words = visible(answer(portal, request_of(portal.story(1).path)).body)
    assert "".join(recorded_text().split()) in "".join(words.split())
