"""What a crawl is asked for: by `luutru crawl`, or by `scrapy crawl portal -a NAME=VALUE`."""

from collections.abc import Mapping

from archive.profile import InvalidProfileError, Profile
from scraper.discovery.frontier import Scope
from scraper.errors import ProfileError, ScraperError
from scraper.profiles import load_profile

YES = frozenset({"1", "true", "yes"})
NO = frozenset({"0", "false", "no", ""})


def profile_of(arguments: Mapping[str, str]) -> Profile:
    """Load the profile that `portal` names, moved to `home` where that is given.

    Raises ProfileError.
    """
    name = arguments.get("portal")
    if not name:
        raise ProfileError("No portal given. Name one: -a portal=bdiza, or -a portal=./mine.toml")
    profile = load_profile(name)
    home = arguments.get("home")
    if not home:
        return profile
    try:
        return profile.moved_to(home)
    except InvalidProfileError as error:
        raise ProfileError(str(error)) from error


def scope_of(arguments: Mapping[str, str]) -> Scope:
    """Read `all`, `pages` and `limit`. Raises ScraperError where a value makes no sense."""
    return Scope(
        everything=_truth("all", arguments.get("all", "")),
        pages=_count("pages", arguments.get("pages")),
        limit=_count("limit", arguments.get("limit")),
    )


def _truth(name: str, text: str) -> bool:
    if text.lower() not in YES | NO:
        raise ScraperError(f"{name}={text}: write {name}=1 or {name}=0")
    return text.lower() in YES


def _count(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) == 0:
        raise ScraperError(f"{name}={text}: write a whole number from 1")
    return int(text)
