"""A profile's wishes as settings."""

import pytest

from scraper.politeness import settings_of
from scraper.profiles import load_profile


def test_polite_by_default():
    settings = settings_of(load_profile("bdiza"))
    assert settings["DOWNLOAD_DELAY"] == 1.0
    assert settings["AUTOTHROTTLE_ENABLED"]
    assert settings["ROBOTSTXT_OBEY"]
    assert settings["LUUTRU_VERIFY_TLS"]
    assert not settings["LUUTRU_ALLOW_PRIVATE"]
    assert settings["LUUTRU_MAX_ATTACHMENT_SIZE"] == 100_000_000


def test_politeness_off_for_a_portal_of_ones_own():
    settings = settings_of(load_profile("demo"))
    assert settings["DOWNLOAD_DELAY"] == 0
    assert not settings["AUTOTHROTTLE_ENABLED"]
    assert settings["LUUTRU_ALLOW_PRIVATE"]


@pytest.mark.parametrize("contact", ["luutru@example.vn", "https://example.vn/luutru"])
def test_the_user_agent_says_who_asks(contact):
    demo = load_profile("demo")
    assert "USER_AGENT" not in settings_of(demo)
    named = demo.text.replace("delay = 0", f'delay = 0\ncontact = "{contact}"')
    agent = settings_of(demo.from_toml(named, "test"))["USER_AGENT"]
    assert agent.startswith("luutru/")
    assert contact in agent
    assert "Mozilla" not in agent
