import pytest

from scraper.demo import Portal
from scraper.demo.serving.routes import answer, request_of


@pytest.mark.parametrize("weight", [70_000, 80_000, 120_000])
def test_heavy_pages_weigh_what_was_asked(weight):
    portal = Portal(weight=weight)
    body = answer(portal, request_of("/tin-tuc/Lists/TinTuc/DispForm.aspx?ID=1")).body
    assert weight - 400 < len(body) <= weight
    assert body.rstrip().endswith(b"</html>")
