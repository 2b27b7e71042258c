"""A portal to discover."""

import pytest

from archive.profile import Profile

PORTAL = """\
key = "tinh"
name = "Tỉnh"
home = "https://tinh.gov.vn/"
[crawl]
start = ["https://tinh.gov.vn/tin-tuc"]
article = ['/tin-tuc/\\d{4}/', '(?i)/DispForm\\.aspx\\?ID=\\d+']
follow = ['/(tin-tuc|anh|thong-bao)(\\?|$)']
"""


@pytest.fixture
def portal() -> Profile:
    return Profile.from_toml(PORTAL, origin="test")
