"""Listings end, whatever they link to."""

from itertools import count

from scraper.discovery.links import LinkReader, Links
from scraper.discovery.markup import markup
from scraper.discovery.trail import PATIENCE, Trail

HOME = "https://tinh.gov.vn/"


def articles(*numbers):
    return tuple(f"{HOME}tin-tuc/2021/{number}" for number in numbers)


def test_goes_on_while_pages_show_what_earlier_pages_did_not():
    first = Trail().after(Links(articles=articles(1, 2)))
    second = first.further.after(Links(articles=articles(2, 3)))
    third = second.further.after(Links(articles=articles(3, 1)))
    assert [step.goes_on for step in (first, second, third)] == [True, True, False]


def test_a_home_page_that_shows_the_same_news_does_not_end_a_section():
    home = Trail().after(Links(articles=articles(1, 2), listings=(HOME + "tin-tuc",)))
    section = home.aside.after(Links(articles=articles(1, 2)))
    assert section.goes_on


def test_media_lists_go_on_by_their_files():
    first = Trail().after(Links(attachments=(HOME + "a.jpg",)))
    assert first.goes_on
    assert first.further.after(Links(attachments=(HOME + "b.jpg",))).goes_on


def test_menus_without_articles_are_followed_a_few_deep():
    step = Trail().after(Links())
    assert not step.goes_on
    depth = 0
    while step.leads_on:
        step = step.aside.after(Links())
        depth += 1
    assert depth == PATIENCE


def crawl(portal, page_at):
    """Follow a made-up portal's listings to their end; return how many pages that took."""
    reader, seen = LinkReader(portal), {HOME}
    waiting = [(HOME, Trail())]
    while waiting:
        url, trail = waiting.pop(0)
        links = reader.read(markup(page_at(url).encode(), url))
        step = trail.after(links)
        onward = [(link, step.further) for link in links.further if step.goes_on]
        onward += [(link, step.aside) for link in links.listings if step.leads_on]
        waiting += [(link, trail) for link, trail in onward if link not in seen]
        seen.update(link for link, _ in onward)
        assert len(seen) < 1000
    return len(seen)


NEWS = '<a href="/tin-tuc/2021/1">1</a><a href="/tin-tuc/2021/2">2</a>'


def test_a_listing_that_links_to_itself_for_ever_by_page_numbers_ends(portal):
    number = count(2)
    assert crawl(portal, lambda _: f'{NEWS}<a href="/?page={next(number)}">tiếp</a>') == 2


def test_a_listing_that_links_to_ever_other_listings_ends(portal):
    number = count()
    assert crawl(portal, lambda _: f'{NEWS}<a href="/tin-tuc?x={next(number)}">x</a>') <= 5


def test_a_listing_of_many_pages_is_read_to_its_last(portal):
    def page_at(url):
        number = int(url.partition("page=")[2] or 1)
        if number > 300:
            return "Không có tin"
        return (
            f'<a href="/tin-tuc/2021/{number}">x</a><a href="/?page={number + 1}">tiếp</a>'
            '<a href="/?page=1">đầu</a>'
        )

    assert crawl(portal, page_at) == 302
