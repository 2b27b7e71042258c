"""The home page says in words and numbers what is in the archive."""

import asyncio
from datetime import timedelta

from archive.catalogue import open_catalogue
from archive.web.app import open_room
from tests.archive.web.sample import START, Sample, article, build


def test_an_edit_in_many_places_says_how_many_more(tmp_path):
    folder = build(tmp_path / "data")
    sample = Sample(folder, open_catalogue(folder.database), START, crawl_id=3)
    url = "https://portal.example/tin-tuc/8"
    for number in (1, 2):
        said = " ".join(f"Điều {n}: nộp trước ngày {n + number}/9 hằng năm." for n in range(6))
        with sample.crawl(timedelta(days=5)):
            sample.see(article(url, "Quy định", said), number)
    sample.engine.dispose()
    room = open_room(folder)
    page = asyncio.run(room.client.get("/", headers={"accept-language": "en"}))
    room.close()
    assert page.status_code == 200
    assert "and 3 places more" in page.text


def test_in_words_and_numbers(get):
    page = get("/").text
    words = " ".join(page.split())
    assert "3 articles in 4 versions" in words
    assert "Gone from the portal" in words
    assert '<td class="n">3</td>' in page


def test_headers_keep_everything_else_out(get):
    headers = get("/").headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "Accept-Language" in headers["vary"]


def test_the_language_is_the_browser_s_until_switched(get):
    assert '<html lang="vi"' in get("/", accept_language="vi-VN,vi;q=0.9,en;q=0.5").text
    assert '<html lang="en"' in get("/", accept_language="fr").text
    switched = get("/?_lang=vi")
    assert '<html lang="vi"' in switched.text
    assert "language=vi" in switched.headers["set-cookie"]
    assert '<html lang="vi"' in get("/", cookie="language=vi").text
    assert "set-cookie" not in get("/?_lang=xx").headers
