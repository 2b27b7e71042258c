"""Article parsers, one module a kind of portal; a profile's `parser` names one."""

from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from archive.content import Article, Listing
from pipelines.errors import UnknownParserError
from pipelines.parsing.page import HtmlPage


class SiteParser(Protocol):
    """What a module of this package offers."""

    PARSER: str
    """Name and version: `sharepoint/2`."""

    def parse(self, page: HtmlPage) -> Article:
        """Read an article; raises `UnreadablePageError` where the bytes are no page."""

    def parse_listing(self, page: HtmlPage) -> Listing:
        """Read a page of links; raises `UnreadablePageError` where the bytes are no page."""


def load(name: str) -> SiteParser:
    """Return the parser that a profile names; raises `UnknownParserError`."""
    module = f"{__name__}.{name}"
    if not name.isidentifier() or find_spec(module) is None:
        raise UnknownParserError(
            f"there is no parser {name!r}; a profile's `parser` names a module of {__name__}"
        )
    return cast("SiteParser", import_module(module))
