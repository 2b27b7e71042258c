from scraper.demo import Portal, Weather
from scraper.demo.serving.answers import Request
from scraper.demo.serving.routes import answer, request_of
from scraper.demo.serving.storms import challenge_cookie

FIRST = "/tin-tuc/Lists/TinTuc/DispForm.aspx?ID=1"


def test_an_outage_takes_its_share_of_requests():
    portal = Portal(weather=Weather(outage=0.5))
    failed = sum(answer(portal, request_of("/")).status == 503 for _ in range(200))
    assert 60 < failed < 140


def test_the_challenge_is_short_and_ends_when_its_cookie_comes_back(get, portal):
    portal.weather = Weather(challenge=True)
    stub = get(FIRST)
    assert stub.status == 200
    assert len(stub.body) < 200
    cookie = stub.text.split('"')[1]
    assert cookie == f"D1N={challenge_cookie(portal)}"
    assert "Cỡ chữ" in get(FIRST, headers={"Cookie": cookie}).text


def test_maintenance_answers_every_page_with_status_200(get, portal):
    portal.weather = Weather(maintenance=True)
    for address in ("/", FIRST, "/thong-bao"):
        got = get(address)
        assert got.status == 200
        assert "Hệ thống đang bảo trì" in got.text


def test_empty_lists_name_no_article(get, portal):
    portal.weather = Weather(empty_lists=True)
    for address in ("/tin-tuc", "/", "/sitemap-tin-tuc.xml"):
        assert "DispForm" not in get(address).text


def test_the_forecast_holds_for_its_day():
    portal = Portal(forecast={2: Weather(maintenance=True)})
    words = []
    for day in (1, 2, 3):
        portal.day = day
        words.append("bảo trì" in answer(portal, Request("/")).body.decode())
    assert words == [False, True, False]
