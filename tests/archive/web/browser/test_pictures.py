"""Pages look as the README shows them, letter forms and times aside."""

import pytest
from PIL import Image

from tests.archive.web.browser.pictures import SHOWN, difference, kept_as, take

ALIKE = 0.045
"""Other fonts make about 0.02, another page 0.05 and more."""


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_looks_as_it_did(browser, site, addresses, name, tmp_path):
    picture = take(browser, site + addresses[name], dark=SHOWN[name])
    picture.save(tmp_path / "now.png")
    with Image.open(kept_as(name)) as kept:
        assert difference(picture, kept.convert("RGB")) < ALIKE, tmp_path / "now.png"


def test_other_pages_look_otherwise():
    kept = {name: Image.open(kept_as(name)).convert("RGB") for name in SHOWN}
    unlike = [difference(kept[one], kept[other]) for one in kept for other in kept if one < other]
    assert min(unlike) > ALIKE
