"""The elements of one kind in a whole page: to pass over them is quicker than to ask by XPath."""

from collections.abc import Iterator
from typing import Any

from lxml import etree


def elements(root: etree._Element, kind: Any) -> Iterator[etree._Element]:
    """Yield the elements of a tag, or all comments (`etree.Comment`), in the page's order.

    Of broken pages, parts may come to stand behind the root element.
    """
    yield from root.iter(kind)
    for behind in root.itersiblings():
        yield from behind.iter(kind)
