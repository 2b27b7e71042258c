"""The spider on real pages over loopback: what it asks for, in which order, and where it ends."""

from itertools import count
from urllib.parse import parse_qs


def html(*links, **headers):
    body = "".join(f'<a href="{link}">x</a>' for link in links)
    return 200, headers, f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def site(pages, otherwise=(404, {}, b"")):
    return lambda _method, path, _body: pages.get(path, otherwise)


def paths(found, portal):
    return sorted(url.removeprefix(portal.home) for url, _ in found["items"])


def test_listings_articles_and_their_links(serve, crawl):
    portal = serve(
        site({
            "/": html("/muc/a", "/bai/1", "/gioi-thieu", "https://khac.example/bai/9"),
            "/muc/a": html("/bai/2", "/bai/1", "?page=2"),
            "/muc/a?page=2": html("/bai/3", "/muc/a"),
            "/bai/1": html("/bai/4", "/muc/b"),
            "/bai/2": html(), "/bai/3": html(), "/bai/4": html("/bai/1"),
        })
    )  # fmt: skip
    found, _ = crawl(portal)
    assert paths(found, portal) == ["bai/1", "bai/2", "bai/3", "bai/4"]
    assert max(portal.times().values()) == 1
    assert "GET /gioi-thieu" not in portal.asked
    assert found["kinds"][portal.home + "bai/1"] == "article"
    assert found["kinds"][portal.home + "muc/a?page=2"] == "listing"
    assert not found["cut_short"]


def test_postback_paging_to_the_last_page(serve, crawl):
    def answer(method, path, body):
        form = parse_qs(body.decode())
        page = int(form["__EVENTARGUMENT"][0].removeprefix("Page$")) if method == "POST" else 1
        if path.startswith("/bai/"):
            return html()
        if method == "POST" and form["__VIEWSTATE"] != [f"state{page - 1}"]:
            return 500, {}, b"view state"
        links = "".join(f'<a href="/bai/{page * 10 + n}">x</a>' for n in range(3))
        pager = "".join(
            f"""<a href="javascript:__doPostBack('ctl00$Grid','Page${n}')">{n}</a>"""
            for n in range(1, 6) if n != page
        )  # fmt: skip
        return 200, {}, (
            f'<form method="post" action="/muc/"><input type=hidden name="__VIEWSTATE" '
            f'value="state{page}">{links}{pager}</form>'
        ).encode()  # fmt: skip

    portal = serve(answer)
    found, _ = crawl(portal, start=["muc/"])
    assert len(found["items"]) == 15
    assert portal.times()["POST /muc/"] == 4


def test_postback_paging_that_never_ends_by_itself_ends(serve, crawl):
    def answer(method, path, body):
        page = int(parse_qs(body.decode())["__EVENTARGUMENT"][0][5:]) if method == "POST" else 1
        call = f"javascript:__doPostBack('ctl00$Grid','Page${page + 1}')"
        return 200, {}, (
            f'<form method="post" action=""><a href="/bai/1">x</a><a href="{call}">tiếp</a></form>'
        ).encode()  # fmt: skip

    portal = serve(answer)
    crawl(portal, start=["muc/"])
    assert portal.times()["POST /muc/"] == 1


def test_a_listing_that_links_to_itself_for_ever_ends(serve, crawl):
    number = count()

    def answer(_method, path, _body):
        links = [f"/muc/a?page={next(number)}", f"/muc/{next(number)}"]
        return html() if path.startswith("/bai") else html("/bai/1", "/bai/2", *links)

    portal = serve(answer)
    found, _ = crawl(portal, start=["muc/a"])
    assert len(found["items"]) == 2
    assert len(portal.asked) < 20


def test_feeds_and_sitemaps(serve, crawl):
    def feed(home):
        return f"<rss><channel><item><link>{home}bai/1</link></item></channel></rss>".encode()

    pages = {"/bai/1": html(), "/bai/2": html(), "/bai/3": html()}
    portal = serve(site(pages))
    xml = {"Content-Type": "text/xml"}
    pages["/listfeed.aspx?List=A"] = 200, xml, feed(portal.home)
    pages["/sitemap.xml"] = 200, xml, (
        f"<sitemapindex><sitemap><loc>{portal.home}s.xml</loc></sitemap>"
        "<sitemap><loc>https://khac.example/s.xml</loc></sitemap></sitemapindex>"
    ).encode()  # fmt: skip
    pages["/s.xml"] = 200, xml, (
        f"<urlset><url><loc>{portal.home}bai/2</loc></url><url><loc>/bai/3</loc></url></urlset>"
    ).encode()  # fmt: skip
    found, _ = crawl(portal, start=["listfeed.aspx?List=A", "sitemap.xml"])
    assert paths(found, portal) == ["bai/1", "bai/2", "bai/3"]
    assert found["kinds"][portal.home + "s.xml"] == "feed"


def test_requisites_once_each_and_those_of_style_sheets(serve, crawl):
    css = {"Content-Type": "text/css"}
    body = "<link rel=stylesheet href=/a.css><img src=/i.png><a href=/bai/1>1</a><a href=/bai/2>"
    page = 200, {}, body.encode()
    portal = serve(
        site({
            "/": page, "/bai/1": page, "/bai/2": page,
            "/a.css": (200, css, b"@import 'b.css'; x{background:url(/f.woff)}"),
            "/b.css": (200, css, b"@import 'a.css'"),
        })
    )  # fmt: skip
    found, _ = crawl(portal)
    times = portal.times()
    assert [times[f"GET /{name}"] for name in ("a.css", "b.css", "f.woff", "i.png")] == [1] * 4
    assert found["kinds"][portal.home + "f.woff"] == "requisite"
    portal.asked.clear()
    crawl(portal, more="requisites = false")
    assert sorted(portal.asked) == ["GET /", "GET /bai/1", "GET /bai/2"]


def test_media_lists_give_their_files(serve, crawl):
    pages = {"/": html("/muc/anh", "/so-do.pdf"), "/muc/anh": html("/f/1.jpg", "/f/2.MP4?x=1")}
    portal = serve(site(pages, otherwise=(200, {"Content-Type": "image/jpeg"}, b"x")))
    found, _ = crawl(portal, more="media = ['/muc/anh$']")
    assert found["kinds"][portal.home + "f/1.jpg"] == "document"
    assert portal.times()["GET /f/2.MP4?x=1"] == 1
    assert "GET /so-do.pdf" not in portal.asked
    assert found["items"] == []


def test_articles_that_are_not_there_are_items_too(serve, crawl):
    portal = serve(site({"/": html("/bai/1", "/bai/2"), "/bai/2": (410, {}, b"")}))
    found, _ = crawl(portal)
    assert paths(found, portal) == ["bai/1", "bai/2"]


def test_redirects_of_articles(serve, crawl):
    def to(location):
        return 302, {"Location": location}, b""

    portal = serve(
        site({
            "/": html("/bai/1", "/bai/2", "/bai/3", "/bai/4"),
            "/bai/1": to("/bai/10?ten-moi"), "/bai/10?ten-moi": html(),
            "/bai/2": to("/"), "/bai/3": to("/bai/3"), "/bai/4": to("http://[x"),
        })
    )  # fmt: skip
    found, _ = crawl(portal)
    assert "bai/10?ten-moi" in paths(found, portal)
    times = portal.times()
    assert times["GET /"] == 1
    assert times["GET /bai/3"] == 6
    assert {"bai/1", "bai/2", "bai/4"} <= set(paths(found, portal))


def test_where_an_article_is_missed_its_other_addresses_are_looked_at(serve, crawl):
    portal = serve(
        site({
            "/": html(), "/bai/1": (404, {}, b""), "/bai/11": html(),
            "/bai/2": (302, {"Location": "/"}, b""), "/bai/3": html(),
        })
    )  # fmt: skip
    mains = {"11": "1", "12": "1", "21": "2", "31": "3"}
    known = [(f"{portal.home}bai/{n}", 99) for n in "123"]
    known += [(f"{portal.home}bai/{n}", 99, f"{portal.home}bai/{of}") for n, of in mains.items()]
    crawl(portal, known=known, all=1)
    asked = portal.times()
    assert [asked[f"GET /bai/{n}"] for n in (1, 2, 3)] == [1, 1, 1]
    assert [asked[f"GET /bai/{n}"] for n in mains] == [1, 1, 1, 0]


def test_limit_and_budget(serve, crawl):
    pages = {"/": html(*(f"/bai/{n}" for n in range(10)), "?page=2"), "/?page=2": html("/bai/99")}
    portal = serve(site(pages, otherwise=html()))
    found, _ = crawl(portal, limit=3)
    assert len(found["items"]) == 3
    assert found["cut_short"]
    assert "GET /?page=2" not in portal.asked
    found, _ = crawl(portal, pages=5)
    assert len(found["items"]) == 5


def test_what_is_known(serve, crawl):
    pages = {
        "/": html("/bai/1", "/bai/2", "/bai/3", "?page=2"),
        "/?page=2": html("/bai/1", "/bai/2", "?page=3"),
        "/?page=3": html("/bai/4"),
    }
    portal = serve(site(pages, otherwise=html()))
    known = [(f"{portal.home}bai/{n}", days) for n, days in ((1, 1), (2, 40), (5, 50))]
    found, _ = crawl(portal, known=known)
    assert paths(found, portal) == ["bai/2", "bai/3", "bai/5"]
    assert found["items"][0][0] == portal.home + "bai/3"
    assert "GET /?page=2" in portal.asked
    assert "GET /?page=3" not in portal.asked
    found, _ = crawl(portal, known=known, all=1)
    assert paths(found, portal) == ["bai/1", "bai/2", "bai/3", "bai/5"]


def test_more_known_articles_than_are_asked_for_at_a_time(serve, crawl):
    portal = serve(site({}, otherwise=html()))
    known = [(f"{portal.home}bai/{n}", 40) for n in range(25)]
    found, _ = crawl(portal, known=known, batch=10)
    assert sorted(paths(found, portal)) == sorted(f"bai/{n}" for n in range(25))


def test_a_listing_that_fails_is_said_and_remembered(serve, crawl):
    portal = serve(site({"/": html("/bai/1", "/muc/a")}, otherwise=html()))
    portal.answer = site({"/": html("/bai/1", "/muc/a"), "/bai/1": html()}, (500, {}, b""))
    found, log = crawl(portal)
    assert found["cut_short"]
    assert f"{portal.home}muc/a: " in log
    assert "Traceback" not in log


def test_a_listing_that_leads_to_another_host_is_left_alone(serve, crawl):
    other = serve(site({"/": html("/bai/1")}))
    home = other.home.replace("127.0.0.1", "localhost")
    portal = serve(site({"/": (302, {"Location": home}, b"")}))
    found, log = crawl(portal)
    assert found["items"] == []
    assert "no host of this portal" in log
