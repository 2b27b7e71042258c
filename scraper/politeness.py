"""A profile's wishes as Scrapy settings."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from archive.profile import Profile


def settings_of(profile: Profile) -> dict[str, Any]:
    """Return the settings that a profile decides, for the priority `spider`.

    A profile without `contact` leaves the user agent to the project. A delay of 0 also switches
    AutoThrottle off: then the portal is one's own.
    """
    crawl = profile.crawl
    agent = {"USER_AGENT": user_agent(crawl.contact)} if crawl.contact else {}
    return {
        **agent,
        "DOWNLOAD_DELAY": crawl.delay,
        "AUTOTHROTTLE_ENABLED": crawl.delay > 0,
        "AUTOTHROTTLE_START_DELAY": crawl.delay,
        "ROBOTSTXT_OBEY": crawl.obey_robots,
        "LUUTRU_ALLOW_PRIVATE": crawl.allow_private,
        "LUUTRU_VERIFY_TLS": crawl.verify_tls,
        "LUUTRU_MAX_ATTACHMENT_SIZE": crawl.max_attachment_size,
    }


def user_agent(contact: str) -> str:
    """Say who asks, and how to reach them (RFC 9110, 10.1.5)."""
    try:
        release = version("luutru")
    except PackageNotFoundError:  # run from a checkout that was never installed
        release = "unreleased"
    return f"luutru/{release} (web archive of public portals; {contact})"
