import re

import lxml.html
import pytest

from scraper.demo import Portal
from scraper.demo.content.story import Paragraph
from scraper.demo.pages.richtext import ZERO_WIDTH, rich_text


def words(html):
    text = lxml.html.fromstring(f"<div>{html}</div>").text_content()
    return re.sub(r"\s+", " ", text.replace(ZERO_WIDTH, "")).strip()


@pytest.mark.parametrize("number", [1, 2, 4, 7, 13, 14])
def test_the_noise_leaves_the_words_alone(number):
    story = Portal().story(number)
    expected = [block.text for block in story.blocks if isinstance(block, Paragraph)]
    expected[0] = f"({story.source}) - {expected[0]}"
    assert words(rich_text("seed", story)) == re.sub(r"\s+", " ", " ".join(expected)).strip()


def test_there_is_noise():
    bodies = [rich_text("luutru", story) for story in Portal().stories()]
    for trace in (ZERO_WIDTH, "&#160;", "MsoNormal", "<o:p>", "gte mso 9", "<span style", "<font"):
        assert any(trace in body for body in bodies), trace
