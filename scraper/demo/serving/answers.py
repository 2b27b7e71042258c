"""Requests and answers, apart from the server that carries them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"
XML = "text/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """A request: decoded path, query and form; header and cookie names as sent."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    target: str = ""
    """Path and query as sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response."""

    body: bytes = b""
    status: int = 200
    media_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)


def redirect(location: str, status: int = 302) -> Answer:
    """Send on to an address."""
    return Answer(status=status, headers={"Location": location})
