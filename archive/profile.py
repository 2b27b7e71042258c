"""The profile of a portal: what to fetch of it, how politely, and what counts as a change.

Written by people as TOML. The text itself is kept beside the values read from it: each WARC
file carries it in its `warcinfo`, and a rebuild reads the profile back from there.
"""

import re
import tomllib
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
)

from archive.errors import ArchiveError
from archive.units import parse_duration, parse_size

ATTACHMENT = (
    r"(?i)\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|p7s|zip|rar|7z"
    r"|jpe?g|png|gif|webp|tiff?|bmp"
    r"|mp3|m4a|wav|ogg|wma|mp4|m4v|mov|avi|wmv|flv|webm)(?=$|[?#])"
)
"""What is an attachment by its address, where a profile does not say."""


class InvalidProfileError(ArchiveError):
    """A profile that can't be used; the message names its origin, the key and the reason."""


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{url!r} is no http or https address")
    return url


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write it like Asia/Ho_Chi_Minh") from None
    return name


def _pattern(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from None


def _duration(value: object) -> object:
    return parse_duration(value) if isinstance(value, str) else value


def _size(value: object) -> object:
    return parse_size(value) if isinstance(value, str) else value


Address = Annotated[str, AfterValidator(_web_address)]
Zone = Annotated[str, AfterValidator(_zone)]
Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern)]
Duration = Annotated[timedelta, BeforeValidator(_duration), Field(ge=timedelta(0))]
Size = Annotated[int, BeforeValidator(_size), Field(gt=0)]
Count = Annotated[int, Field(ge=0)]
Portion = Annotated[float, Field(ge=0, le=1)]
FieldName = Literal[
    "title", "published_at", "summary", "body_text", "source", "author", "category", "keywords",
    "image_url", "attachments",
]  # fmt: skip
"""What a page can be checked for; `archive.health.fields` says the same to the database."""


class _Section(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True, allow_inf_nan=False
    )


class Crawl(_Section):
    """What is fetched, and how politely. Patterns are searched for in absolute URLs."""

    start: Annotated[tuple[Address, ...], Field(min_length=1, strict=False)]
    """Listing pages, feeds or sitemaps."""
    article: Annotated[tuple[Pattern, ...], Field(min_length=1, strict=False)]
    """Which links are articles."""
    follow: Annotated[tuple[Pattern, ...], Field(strict=False)] = ()
    """Which links lead to more listings; further pages of a listing need no pattern."""
    attachment: Annotated[tuple[Pattern, ...], Field(strict=False)] = (re.compile(ATTACHMENT),)
    """Which links of an article are files that belong to it."""
    media: Annotated[tuple[Pattern, ...], Field(strict=False)] = ()
    """Which listings show files themselves (photos, sound, film), which then come down too."""
    hosts: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """Further hosts of the portal, beside those of `home` and `start`."""
    allow_private: bool = False
    """True lets the crawl fetch loopback and private addresses."""
    delay: Annotated[float, Field(ge=0)] = 1.0
    """Seconds between requests to one host."""
    obey_robots: bool = True
    verify_tls: bool = True
    """False accepts any certificate; each capture then says so."""
    conditional: bool = True
    """Whether servers are asked if something has changed, where they tell such things apart."""
    requisites: bool = True
    """Whether styles, scripts, images and fonts of pages are captured, once each."""
    max_attachment_size: Size = 100_000_000
    """Bytes; a larger attachment is refused, and the refusal recorded."""
    budget: Annotated[int, Field(gt=0)] | None = None
    """Pages a crawl may look at, spent where changes are likeliest; None: no bound."""
    contact: str | None = None
    """An address or URL for the portal's operators, sent in the User-Agent."""


class Change(_Section):
    """What counts as gone, and how often an article is looked at."""

    gone_after_looks: Annotated[int, Field(ge=1)] = 2
    """Looks that must miss an article ..."""
    gone_after: Duration = timedelta(days=1)
    """... this far apart, before it is gone."""
    max_age: Duration = timedelta(days=30)
    """Every article is looked at this often."""
    keep: Literal["delta", "full"] = "delta"
    """Whether captures that differ only in noise are kept as deltas or as whole responses."""


class Health(_Section):
    """Beyond what a crawl counts as unhealthy; what is None is learnt from the archive."""

    min_articles: Count = 1
    max_failures: Portion | None = None
    """Share of looks at known articles that may fail."""
    max_missing: Portion | None = None
    """Share of known articles that may be missed at once."""
    max_warnings: Portion | None = None
    """Share of pages that may be read with warnings where there were none before."""
    max_document_failures: Portion | None = None
    """Share of attachments that may fail."""
    min_fill: dict[FieldName, Portion] = {}
    """Share of pages that must have a field, by its column; 0 takes its loss for an edit."""
    max_silence: Duration | None = None
    """How old the newest article may be."""
    max_size_change: Annotated[float, Field(gt=1)] = 4.0
    """How many times smaller or larger than usual pages may be."""
    max_pace: Annotated[float, Field(gt=0)] | None = None
    """Seconds from one request to the next, at the median."""


class Profile(_Section):
    """One portal. Made by `Profile.from_toml`, so that the values and their text agree."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
    """Names the portal in file names and in `portal` columns."""
    name: Annotated[str, Field(min_length=1)]
    home: Address
    timezone: Zone = "Asia/Ho_Chi_Minh"
    parser: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] = "sharepoint"
    """A module of `pipelines/parsing/sites`."""
    crawl: Crawl
    change: Change = Change()
    health: Health = Health()

    _text: str = PrivateAttr(default="")

    @classmethod
    def from_toml(cls, text: str, origin: str) -> Self:
        """Read a profile; `origin` names the text in messages: a file, a WARC record.

        Raises InvalidProfileError with every key that is wrong and why.
        """
        try:
            profile = cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise InvalidProfileError(f"{origin}: not valid TOML: {error}") from error
        except ValidationError as error:
            raise InvalidProfileError(explain(error, origin)) from error
        profile._text = text
        return profile

    @property
    def text(self) -> str:
        """The TOML that this profile was read from, unchanged."""
        return self._text

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The portal's own hosts, in lower case, without a leading `www.`."""
        addresses = (self.home, *self.crawl.start)
        named = [urlsplit(address).hostname or "" for address in addresses]
        return frozenset(_bare(host) for host in (*named, *self.crawl.hosts))

    def owns(self, url: str) -> bool:
        """Whether the URL is on one of the portal's own hosts."""
        return _bare(urlsplit(url).hostname or "") in self.hosts

    def is_article(self, url: str) -> bool:
        """Whether the profile calls this absolute URL an article."""
        return any(pattern.search(url) for pattern in self.crawl.article)

    def is_listing(self, url: str) -> bool:
        """Whether the profile says that this absolute URL leads to more listings."""
        return any(pattern.search(url) for pattern in self.crawl.follow)

    def is_media_list(self, url: str) -> bool:
        """Whether the files that a listing links to belong to the portal, without an article."""
        return any(pattern.search(url) for pattern in self.crawl.media)

    def is_attachment(self, url: str) -> bool:
        """Whether the profile calls this absolute URL a file of an article."""
        return any(pattern.search(url) for pattern in self.crawl.attachment)

    def moved_to(self, home: str) -> Self:
        """Return the same portal at another address: a mirror, a test server, another port.

        Raises InvalidProfileError where `home` is no web address.
        """
        try:
            _web_address(home)
        except ValueError as error:
            raise InvalidProfileError(f"{self.key}: home: {error}") from error
        old = re.compile(re.escape(_origin(self.home)) + r"(?![\w.:-])")
        text = old.sub(lambda _: _origin(home), self._text)
        return self.from_toml(text, origin=f"{self.key} at {home}")


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def explain(error: ValidationError, origin: str) -> str:
    """Return a line for each wrong key of a TOML file: origin, key, reason."""
    return "\n".join(
        f"{origin}: {_key(problem['loc'])}: {_reason(problem['type'], problem['msg'])}"
        for problem in error.errors(include_url=False, include_context=False)
    )


def _key(location: tuple[int | str, ...]) -> str:
    """Write where as people write it in TOML: `crawl.article[0]`."""
    key = ""
    for part in location:
        key += f"[{part}]" if isinstance(part, int) else f".{part}"
    return key.lstrip(".")


def _reason(kind: str, message: str) -> str:
    reasons = {
        "missing": "missing; it must be given",
        "extra_forbidden": "unknown key; look for a spelling mistake",
    }
    return reasons.get(kind, message.removeprefix("Value error, "))
