"""The bundled portal, rendered and served, for its own tests."""

import re
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message

import lxml.html
import pytest

from scraper.demo import Portal, serve
from scraper.demo.serving.answers import Answer
from scraper.demo.serving.routes import answer, request_of

Get = Callable[..., "Got"]


@dataclass(frozen=True)
class Got:
    """A response over HTTP, redirects not followed."""

    status: int
    body: bytes
    headers: Message

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def links(self) -> list[str]:
        return [link.get("href", "") for link in lxml.html.fromstring(self.body).iter("a")]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.fixture
def base(portal: Portal) -> Iterator[str]:
    with serve(portal) as url:
        yield url


@pytest.fixture
def get(base: str) -> Get:
    """Ask the running portal for an address; a form makes it a POST."""
    opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))

    def ask(
        address: str,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Got:
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(base + address, data, dict(headers or {}))
        try:
            with opener.open(request, timeout=20) as reply:
                return Got(reply.status, reply.read(), reply.headers)
        except urllib.error.HTTPError as error:
            return Got(error.code, error.read(), error.headers)

    return ask


@pytest.fixture
def ask(portal: Portal) -> Callable[[str], Answer]:
    """Ask the portal without a server."""
    return lambda address: answer(portal, request_of(address))


@pytest.fixture
def visible() -> Callable[[bytes], str]:
    """Return the words of a page: no scripts, NFC, no zero-width spaces, single blanks."""

    def words(html: bytes) -> str:
        tree = lxml.html.fromstring(html)
        lxml.etree.strip_elements(tree, "script", "style", lxml.etree.Comment, with_tail=False)
        for node in tree.iter("p", "div", "li", "td", "th", "h1", "h2", "h3", "span", "a", "br"):
            if node.tag not in ("span", "a"):
                node.tail = f" {node.tail or ''}"
        text = unicodedata.normalize("NFC", tree.text_content()).replace("\u200b", "")
        return re.sub(r"\s+", " ", text).strip()

    return words
