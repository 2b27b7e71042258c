"""Feeds: what a reader of feeds makes of them, and what RFC 4287 asks for."""

import re

import feedparser
from lxml import etree

from archive.news.atom import ATOM, Feed, write_feed
from archive.news.entries import entries_of
from archive.news.wording import translator
from tests.archive.news.making import change

FEED = Feed(
    home="https://archive.example/room/",
    here="https://archive.example/room/-/changes.atom",
    page="https://archive.example/room/-/changes",
    title="Lưu Trữ: Changes",
    language="en",
    updated="2021-09-01T00:00:00.000000Z",
)
EDIT = change(
    2, "edited", field="body_text", before="đến ngày 30/9", after="đến ngày 15/10", version=2
)
NEW = change(1, "new", title="Lũ <lụt> & \x0b mưa")


def _feed(*rows, language="en"):
    text = write_feed(FEED, entries_of(rows), translator(language))
    assert text.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return feedparser.parse(text), etree.fromstring(text)


def test_a_reader_finds_entries_with_links_and_marked_words():
    feed, _ = _feed(EDIT, NEW)
    assert not feed.bozo
    assert feed.version == "atom10"
    edit, new = feed.entries
    assert edit.title == "Silently edited: Kế hoạch"
    assert edit.link == "https://archive.example/room/-/articles/1/diff/1..2"
    assert "<del>30/9</del><ins>15/10</ins>" in edit.content[0].value
    assert [tag.term for tag in edit.tags] == ["edited", "silent", "portal"]
    assert new.title == "New: Lũ <lụt> & \ufffd mưa"
    assert "Lũ &lt;lụt&gt; &amp;" in new.content[0].value


def test_files_and_links_that_differ_are_named():
    old, new = (
        f'{{"url": "https://x.example/1.pdf", "filename": "1.pdf", "label": "{label}"}}'
        for label in ("Bản <nháp>", "Bản chính")
    )
    files = change(2, "edited", field="attachments", before=old, after=new, version=2)
    links = change(
        3, "edited", field="links", before="https://a.example/", after="https://b.example/",
        version=2,
    )  # fmt: skip
    feed, _ = _feed(files, links)
    said = feed.entries[0].content[0].value
    assert "Documents: <del>“Bản &lt;nháp&gt;: 1.pdf”</del> → <ins>“Bản chính: 1.pdf”</ins>" in said
    assert "<del>“https://a.example/”</del>; <ins>“https://b.example/”</ins>" in said


def test_in_vietnamese():
    feed, _ = _feed(EDIT, language="vi")
    assert feed.entries[0].title == "Sửa lặng lẽ: Kế hoạch"


def test_what_rfc_4287_asks_for_is_there_once():
    """Section 4.1: id, title, updated; an author; alternate links no two of a type."""
    _, root = _feed(EDIT, NEW)
    ids = [node.text for node in root.iter(f"{{{ATOM}}}id")]
    assert len(ids) == len(set(ids)) == 3
    for node in [root, *root.findall(f"{{{ATOM}}}entry")]:
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{{{ATOM}}}{name}")) == 1
        moment = node.findtext(f"{{{ATOM}}}updated")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", moment)
        links = [link.get("rel") for link in node.findall(f"{{{ATOM}}}link")]
        assert links.count("alternate") == 1
    assert root.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name") == "Lưu Trữ"
    assert root.findtext(f"{{{ATOM}}}updated") == EDIT.changed_at


def test_a_feed_of_nothing_is_a_feed():
    feed, root = _feed()
    assert not feed.bozo
    assert root.findtext(f"{{{ATOM}}}updated") == FEED.updated
