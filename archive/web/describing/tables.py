"""Each table and view in words, what it is filtered by, and by what its rows are called."""

from dataclasses import dataclass

from archive.web.language import mark as _


@dataclass(frozen=True, slots=True)
class Facet:
    """A column by whose values a table is filtered; `kind` as Datasette names facets."""

    column: str
    kind: str = "column"


@dataclass(frozen=True, slots=True)
class Table:
    """What Datasette is told of one table or view."""

    text: str
    label: str | None = None
    """The column that a row is called by where others link to it."""
    facets: tuple[Facet, ...] = ()
    sort_desc: str | None = None
    search: tuple[str, str] | None = None
    """Its full-text index, and the column that holds the index's row ids."""
    hidden: bool = False


PORTAL = Facet("portal")
TABLES: dict[str, Table] = {
    "articles": Table(
        _("Articles as they stand now, one row each"),
        label="title",
        facets=(PORTAL, Facet("category"), Facet("source"), Facet("published_at", "year")),
        sort_desc="published_at",
    ),
    "versions": Table(
        _("What an article said for a while: a row for each version, with the full text"),
        label="title",
        sort_desc="id",
        search=("versions_fts", "id"),
    ),
    "changes": Table(
        _("Each difference that someone should know of: what was new, edited, gone, returned"),
        label="kind",
        facets=(Facet("kind"), Facet("field"), Facet("changed_at", "year")),
        sort_desc="changed_at",
    ),
    "documents": Table(
        _("Files attached to articles, one row for each article that attaches one"),
        label="filename",
        facets=(Facet("label"), Facet("first_seen_at", "year")),
    ),
    "document_versions": Table(
        _("What an attached file said for a while: a row for each content it has had"),
        label="number",
        facets=(Facet("media_type"), Facet("valid_from", "year")),
    ),
    "document_pages": Table(
        _("Text of the pages of documents"),
        facets=(Facet("source"),),
        search=("document_pages_fts", "id"),
    ),
    "document_facts": Table(
        _("What documents say of themselves: number, kind, issuer, date, signer, citations"),
        label="value",
        facets=(Facet("name"),),
    ),
    "payloads": Table(
        _("What was read of each distinct file"),
        label="document_number",
        facets=(Facet("media_type"), Facet("created_at", "year")),
    ),
    "signatures": Table(
        _("Digital signatures in files; each column says one thing, none is a verdict on all"),
        label="signer",
        facets=(Facet("organisation"), Facet("intact"), Facet("modified_after"), Facet("trusted")),
    ),
    "crawls": Table(
        _("Runs of the crawler and what each found"),
        label="started_at",
        facets=(PORTAL, Facet("status"), Facet("started_at", "year")),
        sort_desc="id",
    ),
    "captures": Table(
        _("Exchanges with servers, one row each, with their place in the WARC files"),
        label="url",
        facets=(Facet("kind"), Facet("outcome")),
        sort_desc="id",
    ),
    "resources": Table(_("Addresses that were asked for, one row each"), label="url"),
    "form_answers": Table(_("What addresses said to what was posted there, each thing once")),
    "warc_files": Table(_("WARC files: the record that all other tables are derived from")),
    "events": Table(
        _("What was done to the archive, and what was found out about it"),
        label="subject",
        facets=(Facet("kind"), Facet("outcome")),
        sort_desc="id",
    ),
    "latest": Table(
        _("Articles with the text of their standing version"),
        label="title",
        search=("versions_fts", "version_id"),
    ),
    "observations": Table(_("Looks at articles, with the counter of readers each time")),
    "citations": Table(
        _("Documents that documents cite, and those of this archive that bear their numbers")
    ),
    "version_texts": Table(_("What the full-text index of versions holds"), hidden=True),
    "page_texts": Table(_("What the full-text index of document pages holds"), hidden=True),
}
