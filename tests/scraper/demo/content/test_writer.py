import subprocess
import sys

import pytest

from scraper.demo import Portal
from scraper.demo.content.story import Bullets, Dateline, Make, Picture, Table
from scraper.demo.content.writer import write_story

PRINT = """
from scraper.demo import Portal
import hashlib
text = repr(Portal(articles=40).stories())
print(hashlib.sha256(text.encode()).hexdigest())
"""


def test_the_same_in_every_process():
    digests = {
        subprocess.run(
            [sys.executable, "-c", PRINT],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_another_seed_writes_other_articles():
    published = Portal().calendar.published(20)
    assert write_story("a", 20, published).blocks != write_story("b", 20, published).blocks


def test_an_article_does_not_depend_on_how_many_there_are():
    assert Portal(articles=60).story(30) == Portal(articles=600).story(30)


@pytest.mark.parametrize("kind", [Table, Picture, Bullets])
def test_a_small_portal_has_bodies_of_every_kind(kind):
    blocks = [block for story in Portal(articles=14).stories() for block in story.blocks]
    assert any(isinstance(block, kind) for block in blocks)


def test_a_small_portal_has_pages_of_every_kind():
    stories = Portal(articles=14).stories()
    assert {story.dateline for story in stories} == set(Dateline)
    assert {file.make for story in stories for file in story.enclosures} == set(Make)
    assert any(len(story.enclosures) > 2 for story in stories)
    assert any(not story.enclosures for story in stories)
    assert any(story.decomposed for story in stories)
    assert any(not story.blocks for story in stories)
    assert any(len(story.blocks) > 40 for story in stories)
    assert any(story.author is None and story.source is None for story in stories)
    assert len({story.section for story in Portal().stories()}) >= 3


def test_no_two_files_of_an_article_share_an_address():
    for story in Portal(articles=300).stories():
        paths = [story.enclosure_path(file) for file in story.enclosures]
        assert len(paths) == len(set(paths))
