import lxml.html

from scraper.demo import Portal
from scraper.demo.pages.noise import disturbed
from scraper.demo.serving.routes import answer, request_of


def test_a_reader_sees_what_stood_there_before(visible):
    portal = Portal()
    for number in range(1, 15):
        page = answer(portal, request_of(portal.story(number).path)).body
        for serial in range(3):
            other = disturbed(page, "seed", serial)
            assert other != page
            assert visible(other) == visible(page)


def test_attributes_keep_their_values_in_another_order():
    page = b'<p>\n<a href="/x" class="b" title="c d">e</a>\n</p>' * 20
    other = disturbed(page, "seed", 1)
    kept = lxml.html.fromstring(page).xpath("//a")
    for before, after in zip(kept, lxml.html.fromstring(other).xpath("//a"), strict=True):
        assert dict(before.attrib) == dict(after.attrib)
    orders = {tuple(a.attrib) for a in lxml.html.fromstring(other).xpath("//a")}
    assert len(orders) > 1


def test_files_bear_the_session_of_the_fetch():
    page = b'<a href="/tin-tuc/Lists/TinTuc/Attachments/1/a.pdf">a</a>'
    first, second = (disturbed(page, "seed", serial) for serial in (1, 2))
    assert b"a.pdf?sid=" in first
    assert first != second


def test_an_eventful_portal_has_another_advert_at_each_fetch():
    portal = Portal(eventful=True)
    path = portal.story(2).path
    words = {
        answer(portal, request_of(path)).body.partition(b'rel="sponsored"')[2][:200]
        for _ in range(6)
    }
    assert len(words) > 1
    assert "sponsored" not in answer(Portal(), request_of(path)).body.decode()
