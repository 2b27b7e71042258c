"""The files that an article offers, with the words that stand before them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from archive.addresses import compared_url
from archive.content import Attachment
from pipelines.parsing.addresses import (
    FILENAME,
    absolute,
    document_path,
    filename_of,
    is_document,
)
from pipelines.parsing.elements import elements
from pipelines.parsing.landmarks import DOWNLOAD
from pipelines.parsing.lines import Line, Segment, Walk
from pipelines.parsing.text import normalise

LONGEST_LABEL = 80
_AROUND = " \t\n:;,|()[]-–—•*+»›→\"'"
TABLE = "idAttachmentsTable"
"""The id of the table of files in an item form."""
_LINKS = etree.XPath(f"//table[@id='{TABLE}']//a[@href]")


@dataclass(slots=True)
class _Offer:
    """A link to a file, and the texts around it."""

    url: str
    before: str
    names: list[str] = field(default_factory=list)

    def attachment(self, label: str | None) -> Attachment:
        """Make sense of the texts; `label` is that of the list which the file stands in."""
        named = [_split_name(name) for name in self.names]
        filename = next((name for _, name in named if name), "") or filename_of(self.url)
        own = _clean(self.before) or next((words for words, _ in named if words), "")
        return Attachment(self.url, normalise(filename), own or label)


def read_offers(walk: Walk, lines: Sequence[Line], base: str) -> list[Attachment]:
    """Read the files that these lines offer; a label on a line of its own covers those below."""
    found: list[Attachment] = []
    label: str | None = None
    for line in lines:
        offers = _offers_in(walk.segments(line), base)
        if not offers and line.text.endswith(":") and len(line.text) <= LONGEST_LABEL:
            label = _clean(line.text) or None
        found += [offer.attachment(label) for offer in offers]
    return merge(found)


def read_links(walk: Walk, lines: Sequence[Line], base: str) -> list[Attachment]:
    """Read the files that links within a text lead to; the words of the link are the label."""
    found = []
    for line in lines:
        for offer in _offers_in(walk.segments(line), base) if line.links else ():
            offer.before = ""
            found.append(offer.attachment(None))
    return found


def merge(attachments: Iterable[Attachment]) -> list[Attachment]:
    """Put together what names one file: the first address stands, the fullest words win."""
    merged: dict[str, Attachment] = {}
    for one in attachments:
        key = compared_url(one.url)
        other = merged.get(key, one)
        fallback = filename_of(one.url)
        filename = one.filename if other.filename == fallback else other.filename
        merged[key] = Attachment(other.url, filename, other.label or one.label)
    return list(merged.values())


def read_table(root: etree._Element, base: str) -> list[Attachment]:
    """Read the table of attachments that SharePoint puts into an item form."""
    found: list[Attachment] = []
    if not any(table.get("id") == TABLE for table in elements(root, "table")):
        return found
    for link in _LINKS(root):
        url = absolute(base, link.get("href", ""))
        if url and document_path(url):
            text = normalise("".join(link.itertext()))
            found.append(Attachment(url, text or filename_of(url)))
    return found


def is_offer(walk: Walk, line: Line, base: str) -> bool:
    """Tell whether a line offers a file and says nothing else: `Kế hoạch: Tải về x.pdf`."""
    if FILENAME.fullmatch(line.text):
        return True
    if not line.links:
        return False
    segments = walk.segments(line)
    offers = _offers_in(segments, base)
    if not offers:
        return False
    rest = normalise("".join(segment.text for segment in segments if segment.link is None))
    rest = normalise(DOWNLOAD.sub("", FILENAME.sub("", rest)))
    if len(rest) > LONGEST_LABEL:
        return False
    landmark = DOWNLOAD.search(line.text) is not None
    named = any(_split_name(name)[1] for offer in offers for name in offer.names)
    return landmark or named


def _offers_in(segments: Sequence[Segment], base: str) -> list[_Offer]:
    offers: list[_Offer] = []
    before = ""
    for text, link in segments:
        if link is None:
            if offers and _split_name(text)[1]:
                offers[-1].names.append(text)
            else:
                before += text
            continue
        url = absolute(base, link.get("href", ""))
        if url is None or not (is_document(url) or _split_name(text)[1]):
            before += text
        elif offers and compared_url(offers[-1].url) == compared_url(url):
            offers[-1].names.append(text)
        else:
            offers.append(_Offer(url, before, [text]))
            before = ""
    return offers


def _split_name(text: str) -> tuple[str, str]:
    """Split `Kế hoạch: Tải về x.pdf` into the words of a label and a file name."""
    text = _bare(normalise(DOWNLOAD.sub(" ", normalise(text))))
    words, _, name = text.rpartition(": ")
    if FILENAME.fullmatch(name.strip(_AROUND)):
        return _bare(words), name.strip(_AROUND)
    return text, ""


def _clean(text: str) -> str:
    """Take the words for downloading, and marks, off a label; generic ones alone stay."""
    text = normalise(text)
    without = re.sub(r"\s+", " ", DOWNLOAD.sub(" ", text))
    without = _bare(without)
    if without:
        return without if len(without) <= LONGEST_LABEL else ""
    return "" if re.match(r"tải|download", text, re.IGNORECASE) else _bare(text)


def _bare(text: str) -> str:
    """Take marks off both ends; a bracket stays whose other half stands within."""
    bare = text.strip(_AROUND)
    return f"{bare})" if bare.count("(") > bare.count(")") and f"{bare})" in text else bare
