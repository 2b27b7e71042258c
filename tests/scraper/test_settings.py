import os
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

import scraper.settings

ROOT = Path(__file__).parents[2]


def scrapy(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.strip()


def test_scrapy_s_own_command_finds_the_spider() -> None:
    assert scrapy("list") == "portal"


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        ("", "luutru (web archive of public portals)"),
        ("luutru@example.vn", "luutru (web archive of public portals; luutru@example.vn)"),
    ],
)
def test_whoever_runs_it_can_be_reached(contact: str, agent: str) -> None:
    assert scrapy("settings", "--get", "USER_AGENT", LUUTRU_CONTACT=contact) == agent


def test_every_component_can_be_loaded() -> None:
    settings = Settings()
    settings.setmodule(scraper.settings)
    for name in ("DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES", "DOWNLOAD_HANDLERS"):
        for key, value in settings[name].items():
            path = value if name == "DOWNLOAD_HANDLERS" else key
            if value is not None:
                assert load_object(path)


def test_it_is_polite_and_closed_by_default() -> None:
    assert scraper.settings.ROBOTSTXT_OBEY
    assert scraper.settings.DOWNLOAD_DELAY >= 1
    assert scraper.settings.AUTOTHROTTLE_ENABLED
    assert scraper.settings.LUUTRU_VERIFY_TLS
    assert not scraper.settings.LUUTRU_ALLOW_PRIVATE
    assert not scraper.settings.TELNETCONSOLE_ENABLED
    assert not scraper.settings.REMOTE_CONTROL_ENABLED
