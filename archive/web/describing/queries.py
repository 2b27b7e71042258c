"""Canned queries: questions that people bring to the archive, as SQL to be read and edited."""

from dataclasses import dataclass

from archive.web.language import mark as _


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """A question and its SQL; `:name` in it is asked of the reader."""

    title: str
    text: str
    sql: str


_MOMENT = """
with asked as (
  select case
    when coalesce(trim(:moment), '') = '' then strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    when trim(:moment) glob '????-??-??T??:??:??.??????Z' then trim(:moment)
    when length(trim(:moment)) = 10
      then strftime('%Y-%m-%dT%H:%M:%SZ', trim(:moment), '+1 day', '-7 hours')
    else strftime('%Y-%m-%dT%H:%M:%fZ', trim(:moment))
  end as moment
)"""
"""A day lasts until midnight in Việt Nam; a time without an offset is UTC."""

CANNED_QUERIES: dict[str, CannedQuery] = {
    "as_of": CannedQuery(
        _("As of a day or moment"),
        _(
            "Every article as it read then. Write a day (2021-09-08: as it ended in Việt Nam) or a "
            "moment (2021-09-08T09:00:00+07:00; UTC without an offset). Articles that were gone "
            "at that moment are left out."
        ),
        _MOMENT  # noqa: S608  # both parts are constants
        + """
select a.id, a.portal, v.number as version, v.title, v.published_at, v.category, v.source,
       v.summary, v.body_text, v.valid_from, v.valid_to, v.capture_id, a.url
from asked
join versions as v on v.valid_from <= asked.moment
  and (v.valid_to is null or v.valid_to > asked.moment)
join articles as a on a.id = v.article_id
where coalesce((
  select c.kind from changes as c
  where c.article_id = a.id and c.kind in ('gone', 'returned') and c.changed_at <= asked.moment
  order by c.changed_at desc, c.id desc limit 1), 'returned') != 'gone'
order by v.published_at desc, a.id desc
""",
    ),
    "latest_changes": CannedQuery(
        _("Latest changes"),
        _("What was new, edited, gone or returned, the latest first"),
        """
select c.changed_at, c.kind, c.field, a.title, c.before, c.after, c.silent,
       c.words_added, c.words_removed, a.portal, c.article_id, v.number as version
from changes as c
join articles as a on a.id = c.article_id
left join versions as v on v.id = c.version_id
order by c.changed_at desc, c.id desc
""",
    ),
    "signed_documents": CannedQuery(
        _("Articles with signed documents"),
        _("Attached files that carry digital signatures: who signed, and what is proven of it"),
        """
select a.title, a.published_at, d.filename, v.document_number, s.signer, s.organisation,
       s.signed_at, s.timestamped, s.intact, s.coverage, s.modified_after, s.trusted, s.problem,
       v.payload_digest, a.id as article_id, a.portal
from signatures as s
join document_versions as v on v.payload_digest = s.payload_digest and v.valid_to is null
join documents as d on d.id = v.document_id and d.gone_at is null
join articles as a on a.id = d.article_id
order by a.published_at desc, a.id desc, s.id
""",
    ),
    "most_viewed": CannedQuery(
        _("Most viewed"),
        _("Articles by the counter of readers that the portal showed last"),
        """
select a.title, o.view_count, a.published_at, o.observed_at, a.category, a.id as article_id,
       a.portal
from (
  select article_id, view_count, max(observed_at) as observed_at
  from observations where view_count is not null group by article_id
) as o
join articles as a on a.id = o.article_id
order by o.view_count desc, a.id
""",
    ),
    "edited_after_publication": CannedQuery(
        _("Edited after publication"),
        _("Articles whose content changed after it was first seen; silent: no date was changed"),
        """
select a.title, a.published_at, count(distinct c.version_id) as edits,
       max(c.changed_at) as last_edited_at, group_concat(distinct c.field) as fields,
       not max(c.field = 'published_at') as silent, a.id as article_id, a.portal
from changes as c
join articles as a on a.id = c.article_id
where c.version_id is not null and c.kind != 'new'
group by a.id
order by last_edited_at desc, a.id desc
""",
    ),
    "search": CannedQuery(
        _("Search the standing texts"),
        _('Words, "phrases", -without; with or without diacritics'),
        """
select a.title, a.published_at, a.category, a.source, a.id as article_id, a.portal
from versions_fts
join versions as v on v.id = versions_fts.rowid and v.valid_to is null
join articles as a on a.id = v.article_id
where versions_fts match escape_fts(:q)
order by a.published_at desc, a.id desc
""",
    ),
}
