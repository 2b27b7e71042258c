"""The spider on the bundled portal: every article is found, by whichever way in."""

import re

import pytest

from scraper.demo import Portal, serve
from scraper.profiles import load_profile

ARTICLES = 45


@pytest.mark.parametrize("way", ["", "sitemap.xml"], ids=["listings", "sitemaps"])
def test_every_article_is_found(run_spider, tmp_path, way):
    demo = load_profile("demo")
    start = f'start = ["{demo.home}{way}"]'
    profile = tmp_path / "demo.toml"
    text = re.sub(r"start = \[.*?\n\]", start, demo.text, flags=re.DOTALL)
    profile.write_text(text, encoding="utf-8")
    with serve(Portal(articles=ARTICLES), 0) as home:
        found, log = run_spider(arguments={"portal": str(profile), "home": home + "/"}, known=[])
    numbers = sorted(int(url.partition("ID=")[2]) for url, _ in found["items"])
    assert numbers == list(range(1, ARTICLES + 1)), log
    assert not found["cut_short"]
