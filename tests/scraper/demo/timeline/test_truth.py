"""The truth is checked against what pages and files say, found out without it."""

import io
from collections import defaultdict

import lxml.html
import pypdfium2
import pytest

from scraper.demo import ChangeKind, Portal
from scraper.demo.documents.library import file_bytes
from scraper.demo.pages.article import View, article_page
from scraper.demo.pages.fetch import Fetch
from scraper.demo.timeline.calendar import evening_of

FETCH = Fetch("luutru", "http://portal", 1, evening_of(0))
ARTICLE_KINDS = {ChangeKind.EDITED, ChangeKind.DOCUMENT_ADDED, ChangeKind.DOCUMENT_REMOVED}
DAYS = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4), (2, 9)]


@pytest.fixture(scope="module")
def portal():
    return Portal(articles=120, rate=5)


def said(story, visible):
    """Return what a page says: its words, where its links lead, its images."""
    page = article_page(story, View(FETCH, story.views))
    tree = lxml.html.fromstring(page)
    targets = [a.get("href") for a in tree.iter("a")] + [i.get("src") for i in tree.iter("img")]
    return visible(page), targets


def pdf_content(pdf):
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    pages = [page.get_textpage().get_text_range() for page in document]
    images = [page.render(scale=0.5).to_pil().tobytes() for page in document]
    return pages, images


@pytest.mark.parametrize(("since", "until"), DAYS)
def test_articles_are_new_gone_and_back_as_they_stand(portal, since, until):
    told = defaultdict(set)
    for change in portal.changes(since, until):
        told[change.kind].add(change.path)
    before = {story.path for story in portal.stories(since)}
    after = {story.path for story in portal.stories(until)}
    assert told[ChangeKind.GONE] == before - after
    assert told[ChangeKind.NEW] | told[ChangeKind.RETURNED] == after - before
    assert all(
        any(path == story.path for day in range(since + 1) for story in portal.stories(day))
        for path in told[ChangeKind.RETURNED]
    )


@pytest.mark.parametrize(("since", "until"), DAYS)
def test_pages_say_something_else_exactly_where_the_truth_tells_so(portal, since, until, visible):
    told = {change.path for change in portal.changes(since, until) if change.kind in ARTICLE_KINDS}
    before = {story.path: story for story in portal.stories(since)}
    differing = {
        story.path
        for story in portal.stories(until)
        if story.path in before and said(before[story.path], visible) != said(story, visible)
    }
    assert differing == told


@pytest.mark.parametrize(("since", "until"), [(0, 1), (1, 2), (2, 4)])
def test_files_differ_exactly_where_the_truth_tells_so(since, until):
    portal = Portal(articles=20)
    told = {
        c.document for c in portal.changes(since, until) if c.kind is ChangeKind.DOCUMENT_CHANGED
    }
    regenerated = set(portal.regenerated(since, until))
    before = {s.enclosure_path(f): (s, f) for s in portal.stories(since) for f in s.enclosures}
    assert told
    for story in portal.stories(until):
        for file in story.enclosures:
            path = story.enclosure_path(file)
            if path not in before:
                continue
            original = portal.original(story.number)
            old = file_bytes(portal.seed, original, before[path][1])
            new = file_bytes(portal.seed, original, file)
            assert (old != new) == (path in told | regenerated)
            if old != new:
                assert (pdf_content(old) != pdf_content(new)) == (path in told)


def test_every_kind_happens_in_the_first_days():
    portal = Portal()
    kinds = {change.kind for day in range(4) for change in portal.changes(day, day + 1)}
    assert kinds == set(ChangeKind)
    first = portal.changes(0, 1)
    assert {change.kind for change in first} == set(ChangeKind) - {ChangeKind.RETURNED}
    edits = [change for change in first if change.kind is ChangeKind.EDITED]
    assert {change.silent for change in edits} == {True, False}
    assert {"title", "body_text", "published_at", "body_html"} <= {edit.field for edit in edits}


def test_an_article_never_seen_before_is_new_to_who_missed_it():
    portal = Portal()
    assert [c.kind for c in portal.changes(2, 4) if c.path.endswith("ID=5")] == ["returned"]
    assert [c.kind for c in portal.changes(2, 4, looks=[2]) if c.path.endswith("ID=5")] == ["new"]


def test_nothing_changes_within_a_day():
    assert Portal().changes(3, 3) == []
