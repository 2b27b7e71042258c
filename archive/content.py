"""What pages and documents say, as parsers read it and the archive records it.

Plain dataclasses without behaviour that touches files, network or database, so that parsers,
worker processes and the recorder speak of the same things.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a URL was fetched as."""

    LISTING = "listing"
    ARTICLE = "article"
    DOCUMENT = "document"
    REQUISITE = "requisite"
    FEED = "feed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article offers: absolute URL, the name shown, the words before it."""

    url: str
    filename: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What one article page says. What the page lacks is None or empty.

    All text is Unicode NFC. `published_at` is ISO 8601 with the portal's own offset. `parser`
    is the parser's name and version (`sharepoint/1`). `content_digest` covers what a reader
    would call the content, and nothing that moves by itself.
    """

    url: str
    parser: str
    content_digest: str
    item_id: str | None = None
    title: str | None = None
    summary: str | None = None
    body_text: str = ""
    body_html: str = ""
    published_at: str | None = None
    source: str | None = None
    author: str | None = None
    category: str | None = None
    keywords: tuple[str, ...] = ()
    view_count: int | None = None
    image_url: str | None = None
    attachments: tuple[Attachment, ...] = ()
    related: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page of links says: its links in order, with `content_digest` over them."""

    url: str
    content_digest: str
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of absolute URL and the words of the link."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """A page that stands in front of the one asked for: challenge, login, error, maintenance."""

    url: str
    reason: str


NO_END = "the page stops without the end of an HTML document"
"""The warning of an article whose page may have been cut short: some pages never have an end."""

NOT_FOUND = "not found"
"""What the reason of a page begins with that says, with status 200, that there is none."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes that are not what they were fetched as; kept, and said so."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """The text of one page of a document; pages count from 1, confidence runs from 0 to 1."""

    page: int
    text: str
    source: str
    """`text` (the file's own), `ocr` or `none`."""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of one file. Each flag says one thing; none is folded into another."""

    field: str
    signer: str | None
    organisation: str | None
    issuer: str | None
    serial: str | None
    signed_at: str | None
    timestamped: bool
    intact: bool
    coverage: str
    """`whole-file`, `revision` or `anomalous`."""
    modified_after: str
    """`none`, `allowed`, `forbidden` or `unknown`."""
    trusted: bool
    problem: str | None = None
    kind: str = "approval"
    """`approval`, `certification` (DocMDP, ISO 32000-1, 12.8.2.2) or `timestamp` (of the file)."""
    form: str | None = None
    """The signature's encoding as the file names it, such as `adbe.pkcs7.detached`."""
    algorithm: str | None = None
    """Digest and signature algorithm: `sha256 with rsassa_pkcs1v15`."""
    certificate_digest: str | None = None
    """`sha256:<hex>` of the signer's certificate in DER."""
    timestamp_at: str | None = None
    """When a time stamp says that the signature existed; `signed_at` is the signer's claim."""
    timestamp_trusted: bool = False
    """Whether the time stamp's authority leads to a trusted root; without it, anybody stamped."""
    reason: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a document says of itself, with the words that say it.

    `name` is `number`, `kind`, `issuer`, `place`, `date` (ISO 8601), `subject`,
    `signer_office`, `signer`, `cites` (once for each document cited), `named` (the number in the
    file's name, where it bears out that on the page) or `conflict` (where it contradicts it).
    `evidence` is the text that it was read from, `confidence` runs from 0 to 1.
    """

    name: str
    value: str
    evidence: str
    page: int
    confidence: float
    dated: str | None = None
    """The day (ISO 8601) that a citation gives the document it cites."""


@dataclass(frozen=True, slots=True)
class Document:
    """What one attached file says; `errors` says what could not be read of it."""

    payload_digest: str
    size: int
    media_type: str
    content_digest: str
    page_count: int | None = None
    encrypted: bool = False
    title: str | None = None
    producer: str | None = None
    created_at: str | None = None
    document_number: str | None = None
    pages: tuple[Page, ...] = ()
    signatures: tuple[Signature, ...] = ()
    errors: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    reader: str | None = None
    """Name and version of what read the file (`documents/1`)."""


Reading = Article | Listing | Blocked | Unreadable | Document | None
"""What a parser made of an exchange; None where there was nothing to read."""
