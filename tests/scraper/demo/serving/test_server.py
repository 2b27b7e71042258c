"""Real requests to the running portal."""

import re
from concurrent.futures import ThreadPoolExecutor

import lxml.etree
import lxml.html

from scraper.demo import Absence, Portal, addresses, serve
from scraper.demo.pages.listing import EVENT_TARGET
from scraper.demo.sections import SECTIONS

FIRST = "/tin-tuc/Lists/TinTuc/DispForm.aspx?ID=1"
PLAN = "/tin-tuc/Lists/TinTuc/Attachments/1/4500-KH.signed.pdf"


def numbers(links):
    return {
        int(found[1]) for link in links if (found := re.search(r"DispForm.aspx\?ID=(\d+)", link))
    }


def linked(got):
    """Return the addresses on the portal that a page names in any way."""
    if "html" not in got.headers["Content-Type"] or not got.body:
        return set()
    tree = lxml.html.fromstring(got.body)
    return {link for _, _, link, _ in tree.iterlinks() if re.match(r"/(?!/)", link)}


def shelved(portal, section):
    return set(portal.shelf(section).numbers)


def test_counters_tokens_and_clock_move_at_each_fetch(get, portal):
    first, second = get(FIRST).text, get(FIRST).text
    assert "<b>194</b>" in first
    assert "<b>195</b>" in second
    for pattern in (
        r'__REQUESTDIGEST" value="([^"]+)',
        r'"serverTime": "([^"]+)',
        r'id="hits">([\d.]+)',
    ):
        assert re.search(pattern, first)[1] != re.search(pattern, second)[1]
    assert portal.requests[f"GET {FIRST}"] == 2


def test_everything_that_pages_link_is_there(get, portal):
    statuses, waiting = {}, {"/"}
    with ThreadPoolExecutor(4) as pool:
        while waiting:
            got = dict(zip(waiting, pool.map(get, waiting), strict=True))
            statuses |= {address: one.status for address, one in got.items()}
            waiting = {link for one in got.values() for link in linked(one)} - statuses.keys()
    assert set(statuses.values()) == {200, 302}
    assert numbers(statuses) == {story.number for story in portal.stories()}


def test_addresses_are_what_is_linked(get, portal):
    statuses = {address: get(address).status for address in addresses(portal, attachments=False)}
    assert set(statuses.values()) == {200}
    assert numbers(statuses) == {story.number for story in portal.stories()}


def test_page_numbers_reach_every_article(get, portal):
    section = SECTIONS[0]
    seen, waiting = set(), [section.path]
    reached = set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        links = get(address).links
        reached |= numbers(links)
        waiting += {link for link in links if "?Page=" in link} - seen - set(waiting)
    assert reached == shelved(portal, section)


def test_sharepoint_cursors_reach_every_article(get, portal):
    section = SECTIONS[1]
    address, reached, pages = section.path, set(), 0
    while address:
        links = get(address).links
        reached |= numbers(links)
        pages += 1
        address = next((link for link in links if "Paged=TRUE" in link), None)
    assert reached == shelved(portal, section)
    assert pages == 2


def test_posted_forms_reach_every_article_and_need_the_view_state(get, portal):
    section = SECTIONS[2]
    page = get(section.path)
    assert any("__doPostBack" in link for link in page.links)
    form = dict(re.findall(r'name="(__\w+)" id="\w+" value="([^"]*)"', page.text))
    form |= {"__EVENTTARGET": EVENT_TARGET, "__EVENTARGUMENT": "Page$2"}
    reached = numbers(page.links) | numbers(get(section.path, form).links)
    assert reached == shelved(portal, section)
    refused = get(section.path, {**form, "__VIEWSTATE": "stale"})
    assert refused.status == 500
    assert "Sorry, something went wrong" in refused.text


def test_feeds_name_the_newest_with_absolute_addresses(get, base, portal):
    for section in SECTIONS:
        got = get(section.feed_path)
        links = lxml.etree.fromstring(got.body).xpath("//item/link/text()")
        assert all(link.startswith(base + section.list_path) for link in links)
        assert numbers(links) == set(portal.shelf(section).numbers[:25])


def test_sitemaps_name_every_article(get, base, portal):
    index = lxml.etree.fromstring(get("/sitemap.xml").body)
    reached = set()
    for address in index.xpath("//*[local-name()='loc']/text()"):
        entries = lxml.etree.fromstring(get(address.removeprefix(base)).body)
        reached |= numbers(entries.xpath("//*[local-name()='loc']/text()"))
    assert reached == {story.number for story in portal.stories()}


def test_robots_names_the_sitemap_and_keeps_the_login_out(get, base):
    text = get("/robots.txt").text
    assert f"Sitemap: {base}/sitemap.xml" in text
    assert "Disallow: /_layouts/15/Authenticate.aspx" in text
    login = get("/_layouts/15/Authenticate.aspx?Source=%2F")
    assert (login.status, login.headers["Location"]) == (302, "/_layouts/15/login.aspx?ReturnUrl=/")


def test_files_have_validators_that_hold_until_the_file_changes(get, portal):
    got = get(PLAN)
    assert got.headers["Content-Type"] == "application/pdf"
    again = get(PLAN, headers={"If-None-Match": got.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    later = get(PLAN, headers={"If-Modified-Since": got.headers["Last-Modified"]})
    assert later.status == 304
    changed = "/tin-tuc/Lists/TinTuc/Attachments/4/4504-TB.pdf"
    before = get(changed)
    portal.advance()
    after = get(changed, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status == 200
    assert after.body != before.body


def test_what_is_not_there_is_not_found_in_the_portals_words(get):
    for address in (
        "/khong-co",
        "/tin-tuc/Lists/TinTuc/DispForm.aspx?ID=9999",
        "/tin-tuc/Lists/TinTuc/DispForm.aspx",
        "/thong-bao/Lists/ThongBao/DispForm.aspx?ID=1",
    ):
        got = get(address)
        assert got.status == 404
        assert "Không tìm thấy trang yêu cầu" in got.text


def test_withdrawn_articles_and_their_files_are_missed_and_come_back(get, portal):
    path = portal.story(5).path
    assert get(path).status == 200
    portal.day = 1
    assert get(path).status == 404
    portal.absences = (Absence.GONE,)
    assert get(path).status == 410
    portal.absences = (Absence.REDIRECT,)
    assert (get(path).status, get(path).headers["Location"]) == (302, "/thong-bao")
    portal.absences = (Absence.SOFT,)
    assert get(path).status == 200
    portal.day = 4
    assert "Không tìm thấy" not in get(path).text


def test_the_friendly_address_shows_the_same_article(get):
    assert "<b>194</b>" in get("/tin-tuc/Pages/tin-1.aspx").text


def test_many_portals_at_once_and_again_on_one_port():
    with serve(Portal()) as one, serve(Portal(seed="other")) as two:
        assert one != two
        port = int(one.rpartition(":")[2])
    with serve(Portal(), port) as again:
        assert again == one
