"""The first schema.

Revision: 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables, views and full-text indexes."""
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("first_seen_at", sa.Text(), nullable=False),
        sa.Column("last_seen_at", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.Column("version_count", sa.Integer(), nullable=False),
        sa.Column("missing_since", sa.Text(), nullable=True),
        sa.Column("missing_looks", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("url_key", "portal"),
    )
    op.create_index("articles_by_publication", "articles", ["published_at"], unique=False)
    op.create_index("articles_by_item", "articles", ["item_id"], unique=False)
    op.create_table(
        "crawls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("captures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("articles", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new", sa.Integer(), server_default="0", nullable=False),
        sa.Column("edited", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unchanged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gone", sa.Integer(), server_default="0", nullable=False),
        sa.Column("returned", sa.Integer(), server_default="0", nullable=False),
        sa.Column("documents", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new_documents", sa.Integer(), server_default="0", nullable=False),
        sa.Column("errors", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("checks", sa.Text(), nullable=True),
        sa.Column("exhaustive", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kind", sa.Text(), server_default="crawl", nullable=False),
        sa.CheckConstraint("kind IN ('crawl', 'import')", name="kind_known"),
        sa.CheckConstraint(
            "status IN ('running', 'complete', 'unhealthy', 'interrupted')", name="status_known"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "payloads",
        sa.Column("payload_digest", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("encrypted", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("producer", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("errors", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("payload_digest"),
    )
    op.create_index("payloads_by_number", "payloads", ["document_number"], unique=False)
    op.create_table(
        "document_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payload_digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("dated", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["payload_digest"],
            ["payloads.payload_digest"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("document_facts_by_value", "document_facts", ["name", "value"], unique=False)
    op.create_index(
        op.f("ix_document_facts_payload_digest"), "document_facts", ["payload_digest"], unique=False
    )
    op.create_table(
        "document_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payload_digest", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("recogniser", sa.Text(), nullable=True),
        sa.CheckConstraint("source IN ('text', 'ocr', 'none')", name="source_known"),
        sa.ForeignKeyConstraint(
            ["payload_digest"],
            ["payloads.payload_digest"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("payload_digest", "page"),
    )
    op.create_index(
        "document_pages_waiting",
        "document_pages",
        ["payload_digest"],
        unique=False,
        sqlite_where=sa.text("source = 'none' AND recogniser IS NULL"),
        postgresql_where=sa.text("source = 'none' AND recogniser IS NULL"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("first_seen_at", sa.Text(), nullable=False),
        sa.Column("last_seen_at", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.Column("version_count", sa.Integer(), nullable=False),
        sa.Column("missing_since", sa.Text(), nullable=True),
        sa.Column("missing_looks", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("article_id", "url_key"),
    )
    op.create_index("documents_by_url", "documents", ["url_key"], unique=False)
    op.create_table(
        "resources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("base_capture_id", sa.Integer(), nullable=True),
        sa.Column("content_digest", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("url_key", sa.Text(), nullable=True),
        sa.Column("redirected_from", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
        ),
        sa.ForeignKeyConstraint(
            ["redirected_from"],
            ["articles.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("url", "portal"),
    )
    op.create_index("resources_by_key", "resources", ["url_key"], unique=False)
    op.create_index(op.f("ix_resources_article_id"), "resources", ["article_id"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payload_digest", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.Text(), nullable=True),
        sa.Column("timestamped", sa.Integer(), nullable=False),
        sa.Column("intact", sa.Integer(), nullable=False),
        sa.Column("coverage", sa.Text(), nullable=False),
        sa.Column("modified_after", sa.Text(), nullable=False),
        sa.Column("trusted", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), server_default="approval", nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("algorithm", sa.Text(), nullable=True),
        sa.Column("certificate_digest", sa.Text(), nullable=True),
        sa.Column("timestamp_at", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("timestamp_trusted", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["payload_digest"],
            ["payloads.payload_digest"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_signatures_payload_digest"), "signatures", ["payload_digest"], unique=False
    )
    op.create_table(
        "warc_files",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("crawl_id", sa.Integer(), nullable=False),
        sa.Column("indexed", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["crawl_id"],
            ["crawls.id"],
        ),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index(op.f("ix_warc_files_crawl_id"), "warc_files", ["crawl_id"], unique=False)
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("crawl_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("payload_sha256", sa.LargeBinary(length=32), nullable=True),
        sa.Column(
            "payload_digest",
            sa.Text(),
            sa.Computed("'sha256:' || lower(hex(payload_sha256))", persisted=False),
            nullable=True,
        ),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("view_count", sa.Integer(), nullable=True),
        sa.Column("article_links", sa.Integer(), nullable=True),
        sa.Column("warnings", sa.Integer(), nullable=True),
        sa.Column("lost", sa.Text(), nullable=True),
        sa.Column("held", sa.Integer(), nullable=True),
        sa.Column("request_digest", sa.Text(), nullable=True),
        sa.Column("tls_verified", sa.Integer(), server_default="1", nullable=False),
        sa.Column("warc_file", sa.Text(), nullable=False),
        sa.Column("warc_offset", sa.Integer(), nullable=False),
        sa.Column("warc_length", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('listing', 'article', 'document', 'requisite', 'feed', 'other')",
            name="kind_known",
        ),
        sa.CheckConstraint(
            "outcome IN ('new', 'same', 'not-modified', 'noise', 'blocked', 'error')",
            name="outcome_known",
        ),
        sa.ForeignKeyConstraint(
            ["crawl_id"],
            ["crawls.id"],
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_captures_crawl_id"), "captures", ["crawl_id"], unique=False)
    op.create_index(op.f("ix_captures_resource_id"), "captures", ["resource_id"], unique=False)
    op.create_table(
        "form_answers",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"]),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"]),
        sa.PrimaryKeyConstraint("resource_id", "content_digest"),
    )
    op.create_index(
        op.f("ix_form_answers_capture_id"), "form_answers", ["capture_id"], unique=False
    )
    op.create_table(
        "document_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("payload_digest", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["capture_id"],
            ["captures.id"],
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document_id", "number"),
    )
    op.create_index(
        "document_versions_standing",
        "document_versions",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_index(
        op.f("ix_document_versions_capture_id"), "document_versions", ["capture_id"], unique=False
    )
    op.create_index(
        op.f("ix_document_versions_payload_digest"),
        "document_versions",
        ["payload_digest"],
        unique=False,
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("related", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("parser", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
        ),
        sa.ForeignKeyConstraint(
            ["capture_id"],
            ["captures.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("article_id", "number"),
    )
    op.create_index(op.f("ix_versions_capture_id"), "versions", ["capture_id"], unique=False)
    op.create_index("versions_by_content", "versions", ["content_digest"], unique=False)
    op.create_index(
        "versions_standing",
        "versions",
        ["article_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("crawl_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("silent", sa.Integer(), nullable=True),
        sa.Column("words_added", sa.Integer(), nullable=True),
        sa.Column("words_removed", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('new', 'edited', 'gone', 'returned', 'document-added', 'document-changed', 'document-removed')",
            name="kind_known",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
        ),
        sa.ForeignKeyConstraint(
            ["crawl_id"],
            ["crawls.id"],
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["versions.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("changes_by_kind", "changes", ["kind", "changed_at"], unique=False)
    op.create_index(op.f("ix_changes_article_id"), "changes", ["article_id"], unique=False)
    op.create_index(op.f("ix_changes_changed_at"), "changes", ["changed_at"], unique=False)
    op.create_index(op.f("ix_changes_crawl_id"), "changes", ["crawl_id"], unique=False)
    op.execute(
        """
        CREATE VIEW latest AS
        SELECT a.id AS id, a.portal, a.url, a.item_id, v.title, v.summary, v.body_text,
               v.body_html, v.published_at, v.source, v.author, v.category, v.keywords,
               v.image_url, v.fields, v.attachments, v.number AS version, v.id AS version_id,
               v.valid_from, a.first_seen_at, a.last_seen_at, a.gone_at, a.version_count
        FROM articles AS a JOIN versions AS v ON v.article_id = a.id AND v.valid_to IS NULL
        """
    )
    op.execute(
        """
        CREATE VIEW observations AS
        SELECT c.id AS id, r.article_id, c.id AS capture_id, c.fetched_at AS observed_at,
               c.view_count
        FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
        WHERE r.article_id IS NOT NULL AND c.kind = 'article'
          AND c.outcome IN ('new', 'same', 'not-modified', 'noise')
          AND (c.status < 300 OR c.status = 304)
        """
    )
    op.execute(
        """
        CREATE VIEW citations AS
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
        """
    )
    op.execute(
        """
        CREATE VIEW version_texts AS
        SELECT id, replace(replace(title, 'đ', 'd'), 'Đ', 'D') AS title,
               replace(replace(summary, 'đ', 'd'), 'Đ', 'D') AS summary,
               replace(replace(body_text, 'đ', 'd'), 'Đ', 'D') AS body_text
        FROM versions
        """
    )
    op.execute(
        """
        CREATE VIEW page_texts AS
        SELECT id, replace(replace(text, 'đ', 'd'), 'Đ', 'D') AS text FROM document_pages
        """
    )
    op.execute(
        """
        CREATE VIRTUAL TABLE versions_fts USING fts5(
            title, summary, body_text, content="version_texts", content_rowid="id",
            tokenize="unicode61 remove_diacritics 2"
        )
        """
    )
    op.execute(
        """
        CREATE VIRTUAL TABLE titles_fts USING fts5(
            title, content="version_texts", content_rowid="id",
            tokenize="unicode61 remove_diacritics 2"
        )
        """
    )
    op.execute(
        """
        CREATE VIRTUAL TABLE document_pages_fts USING fts5(
            text, content="page_texts", content_rowid="id",
            tokenize="unicode61 remove_diacritics 2"
        )
        """
    )
