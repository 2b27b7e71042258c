"""The home page says in words and numbers what is in the archive."""


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
