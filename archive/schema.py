"""The tables of `archive.db`: an index of the WARC files, derived from them row for row.

Names of tables and columns are a public contract; columns may be added, none renamed. Times are
text as `archive.times` writes it, digests are `sha256:<hex>`, JSON columns hold JSON text.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

CRAWL_COUNTS = (
    "captures",
    "articles",
    "new",
    "edited",
    "unchanged",
    "gone",
    "returned",
    "documents",
    "new_documents",
    "errors",
)
"""What a crawl counts, in the order in which it is reported."""


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


crawls = Table(
    "crawls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("portal", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("status", Text, nullable=False),
    *(Column(count, Integer, nullable=False, server_default="0") for count in CRAWL_COUNTS),
    Column("seconds", Float),
    Column("summary", Text),
    # What was checked, as a JSON list: name, field, value, bounds, passed or not, examples.
    Column("checks", Text),
    # Whether every listing was read to its end, cut short by no budget.
    Column("exhaustive", Integer, nullable=False, server_default="0"),
    # An import is a run, too, but of files that others made: it misses nothing of the portal.
    Column("kind", Text, nullable=False, server_default="crawl"),
    _one_of("kind", "crawl", "import"),
    _one_of("status", "running", "complete", "unhealthy", "interrupted"),
)

warc_files = Table(
    "warc_files",
    metadata,
    Column("name", Text, primary_key=True),
    Column("crawl_id", ForeignKey("crawls.id"), nullable=False, index=True),
    Column("indexed", Integer, nullable=False),
    # Of the whole file, once nothing more is written to it; null until then.
    Column("digest", Text),
)
"""How many bytes of each WARC file these tables speak of; what follows is indexed on opening."""

resources = Table(
    "resources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("portal", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("article_id", ForeignKey("articles.id"), index=True),
    # No foreign key: captures refer to resources already, and tables must not form a circle.
    Column("base_capture_id", Integer),
    Column("content_digest", Text),
    # What the server called that response: sent back to ask whether it still stands.
    Column("etag", Text),
    Column("last_modified", Text),
    # Of an article's address only: by it other spellings of the address are known.
    Column("url_key", Text),
    # The article whose address redirected here, before it is known what stands here.
    Column("redirected_from", ForeignKey("articles.id")),
    UniqueConstraint("url", "portal"),
    Index("resources_by_key", "url_key"),
)
"""One row a URL: its article, and the full response that revisits and deltas refer to."""

captures = Table(
    "captures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("crawl_id", ForeignKey("crawls.id"), nullable=False, index=True),
    Column("resource_id", ForeignKey("resources.id"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fetched_at", Text, nullable=False),
    Column("status", Integer),
    Column("media_type", Text),
    # The digest is kept as its 32 bytes, for a look at an unchanged page must stay small.
    Column("payload_sha256", LargeBinary(32)),
    Column(
        "payload_digest",
        Text,
        Computed("'sha256:' || lower(hex(payload_sha256))", persisted=False),
    ),
    Column("size", Integer),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    # An article's counter; a listing's number of links to articles.
    Column("view_count", Integer),
    Column("article_links", Integer),
    # Of a page read as an article: how many warnings, and as a JSON list the fields that it
    # lacks and the version before it has; null where there are none.
    Column("warnings", Integer),
    Column("lost", Text),
    # 1 while what was read is held back for what it lacks, 0 once it was recorded after all.
    Column("held", Integer),
    # Tells exchanges at one URL apart where a body was sent; null for a plain GET.
    Column("request_digest", Text),
    # 0 where the profile did not ask the server to prove who it is.
    Column("tls_verified", Integer, nullable=False, server_default="1"),
    Column("warc_file", Text, nullable=False),
    Column("warc_offset", Integer, nullable=False),
    Column("warc_length", Integer, nullable=False),
    _one_of("kind", "listing", "article", "document", "requisite", "feed", "other"),
    _one_of("outcome", "new", "same", "not-modified", "noise", "blocked", "error"),
)

form_answers = Table(
    "form_answers",
    metadata,
    Column("resource_id", ForeignKey("resources.id"), primary_key=True),
    Column("content_digest", Text, primary_key=True),
    Column("capture_id", ForeignKey("captures.id"), nullable=False, index=True),
)
"""One row for each thing that a URL said to what was posted there, and the full response that
later captures saying the same refer to: view states in forms differ at each look."""

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("portal", Text, nullable=False),
    Column("url", Text, nullable=False),
    # By what `archive.addresses.url_key` knows the page: two addresses of it are one article.
    Column("url_key", Text, nullable=False),
    Column("item_id", Text),
    Column("title", Text),
    Column("published_at", Text),
    Column("category", Text),
    Column("source", Text),
    Column("first_seen_at", Text, nullable=False),
    Column("last_seen_at", Text, nullable=False),
    Column("gone_at", Text),
    Column("version_count", Integer, nullable=False),
    Column("missing_since", Text),
    Column("missing_looks", Integer, nullable=False, server_default="0"),
    UniqueConstraint("url_key", "portal"),
    Index("articles_by_publication", "published_at"),
    Index("articles_by_item", "item_id"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("capture_id", ForeignKey("captures.id"), nullable=False, index=True),
    Column("valid_from", Text, nullable=False),
    Column("valid_to", Text),
    Column("content_digest", Text, nullable=False),
    Column("title", Text),
    Column("summary", Text),
    Column("body_text", Text, nullable=False),
    Column("body_html", Text, nullable=False),
    Column("published_at", Text),
    Column("source", Text),
    Column("author", Text),
    Column("category", Text),
    Column("keywords", Text, nullable=False),
    Column("image_url", Text),
    Column("fields", Text, nullable=False),
    Column("attachments", Text, nullable=False),
    Column("related", Text, nullable=False),
    Column("warnings", Text, nullable=False),
    Column("parser", Text, nullable=False),
    UniqueConstraint("article_id", "number"),
    # One standing version an article, held by the database itself.
    Index("versions_by_content", "content_digest"),
    Index(
        "versions_standing",
        "article_id",
        unique=True,
        sqlite_where=text("valid_to IS NULL"),
        postgresql_where=text("valid_to IS NULL"),
    ),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False, index=True),
    Column("version_id", ForeignKey("versions.id")),
    Column("crawl_id", ForeignKey("crawls.id"), nullable=False, index=True),
    Column("changed_at", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("field", Text),
    Column("before", Text),
    Column("after", Text),
    # Of edits: 1 where no date on the page was changed; of texts, how many words came and went.
    Column("silent", Integer),
    Column("words_added", Integer),
    Column("words_removed", Integer),
    _one_of(
        "kind",
        "new",
        "edited",
        "gone",
        "returned",
        "document-added",
        "document-changed",
        "document-removed",
    ),
    Index("changes_by_kind", "kind", "changed_at"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("url", Text, nullable=False),
    # The address without tokens and sessions: by it a file is known again.
    Column("url_key", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("label", Text),
    Column("first_seen_at", Text, nullable=False),
    Column("last_seen_at", Text, nullable=False),
    Column("gone_at", Text),
    Column("version_count", Integer, nullable=False),
    Column("missing_since", Text),
    Column("missing_looks", Integer, nullable=False, server_default="0"),
    UniqueConstraint("article_id", "url_key"),
    Index("documents_by_url", "url_key"),
)

document_versions = Table(
    "document_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("capture_id", ForeignKey("captures.id"), nullable=False, index=True),
    Column("valid_from", Text, nullable=False),
    Column("valid_to", Text),
    Column("payload_digest", Text, nullable=False, index=True),
    Column("content_digest", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", Text),
    Column("page_count", Integer),
    Column("document_number", Text),
    UniqueConstraint("document_id", "number"),
    Index(
        "document_versions_standing",
        "document_id",
        unique=True,
        sqlite_where=text("valid_to IS NULL"),
        postgresql_where=text("valid_to IS NULL"),
    ),
)

payloads = Table(
    "payloads",
    metadata,
    Column("payload_digest", Text, primary_key=True),
    Column("content_digest", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("page_count", Integer),
    Column("encrypted", Integer, nullable=False),
    Column("title", Text),
    Column("producer", Text),
    Column("created_at", Text),
    Column("document_number", Text),
    Column("errors", Text, nullable=False),
    # Name and version of what read it; a newer one reads it again in a rebuild.
    Column("reader", Text),
    Index("payloads_by_number", "document_number"),
)
"""What was read of each distinct file; read once, whoever attaches it."""

document_pages = Table(
    "document_pages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("payload_digest", ForeignKey("payloads.payload_digest"), nullable=False),
    Column("page", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("confidence", Float),
    # What tried to recognise the page; null where its source is `none`: it waits for that.
    Column("recogniser", Text),
    UniqueConstraint("payload_digest", "page"),
    _one_of("source", "text", "ocr", "none"),
    Index(
        "document_pages_waiting",
        "payload_digest",
        sqlite_where=text("source = 'none' AND recogniser IS NULL"),
        postgresql_where=text("source = 'none' AND recogniser IS NULL"),
    ),
)

document_facts = Table(
    "document_facts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("payload_digest", ForeignKey("payloads.payload_digest"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("page", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    # The day that a citation gives the document it cites.
    Column("dated", Text),
    Index("document_facts_by_value", "name", "value"),
)
"""What a document says of itself, with the words that say it: see `archive.content.Fact`."""

signatures = Table(
    "signatures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("payload_digest", ForeignKey("payloads.payload_digest"), nullable=False, index=True),
    Column("field", Text, nullable=False),
    Column("signer", Text),
    Column("organisation", Text),
    Column("issuer", Text),
    Column("serial", Text),
    Column("signed_at", Text),
    Column("timestamped", Integer, nullable=False),
    Column("intact", Integer, nullable=False),
    Column("coverage", Text, nullable=False),
    Column("modified_after", Text, nullable=False),
    Column("trusted", Integer, nullable=False),
    Column("problem", Text),
    Column("kind", Text, nullable=False, server_default="approval"),
    Column("form", Text),
    Column("algorithm", Text),
    Column("certificate_digest", Text),
    Column("timestamp_at", Text),
    Column("reason", Text),
    Column("place", Text),
    Column("timestamp_trusted", Integer, nullable=False, server_default="0"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("happened_at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text),
)

VIEWS = {
    "latest": """
        SELECT a.id AS id, a.portal, a.url, a.item_id, v.title, v.summary, v.body_text,
               v.body_html, v.published_at, v.source, v.author, v.category, v.keywords,
               v.image_url, v.fields, v.attachments, v.number AS version, v.id AS version_id,
               v.valid_from, a.first_seen_at, a.last_seen_at, a.gone_at, a.version_count
        FROM articles AS a JOIN versions AS v ON v.article_id = a.id AND v.valid_to IS NULL
    """,
    "observations": """
        SELECT c.id AS id, r.article_id, c.id AS capture_id, c.fetched_at AS observed_at,
               c.view_count
        FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
        WHERE r.article_id IS NOT NULL AND c.kind = 'article'
          AND c.outcome IN ('new', 'same', 'not-modified', 'noise')
          AND (c.status < 300 OR c.status = 304)
    """,
    # A citation meets a document here by its number, unless both are dated and not alike. A null
    # date compares as unknown, so that an undated citation meets any.
    "citations": """
        SELECT f.id AS id, f.payload_digest, f.value AS cited, f.dated, f.evidence, f.page,
               f.confidence, p.payload_digest AS cited_digest
        FROM document_facts AS f LEFT JOIN payloads AS p
          ON p.document_number
             = substr(f.value, length(rtrim(f.value, replace(f.value, ' ', ''))) + 1)
          AND p.payload_digest != f.payload_digest
          AND NOT EXISTS (
            SELECT 1 FROM document_facts AS d
            WHERE d.payload_digest = p.payload_digest AND d.name = 'date' AND d.value != f.dated)
          AND EXISTS (
            SELECT 1 FROM document_versions AS v WHERE v.payload_digest = p.payload_digest)
        WHERE f.name = 'cites'
    """,
    # What the full-text indexes hold: FTS5 folds every Vietnamese letter but đ.
    "version_texts": """
        SELECT id, replace(replace(title, 'đ', 'd'), 'Đ', 'D') AS title,
               replace(replace(summary, 'đ', 'd'), 'Đ', 'D') AS summary,
               replace(replace(body_text, 'đ', 'd'), 'Đ', 'D') AS body_text
        FROM versions
    """,
    "page_texts": """
        SELECT id, replace(replace(text, 'đ', 'd'), 'Đ', 'D') AS text FROM document_pages
    """,
}
"""Views by name; their SQL is part of the schema and changes only in a migration."""

FULL_TEXT = {
    "versions_fts": ("version_texts", ("title", "summary", "body_text")),
    # Titles once more, by themselves: what matches in them is found without a look at the texts.
    "titles_fts": ("version_texts", ("title",)),
    "document_pages_fts": ("page_texts", ("text",)),
}
"""Full-text indexes by name: the view that they index and its columns."""
