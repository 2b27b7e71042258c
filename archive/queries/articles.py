"""Articles: found by what a person calls them, and as they stand now."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import Connection, func, select

from archive.addresses import canonical_url, url_key
from archive.errors import NotInArchiveError
from archive.schema import articles, resources

ALIKE = 80
"""From this likeness (0 to 100) on, a known article is worth naming beside an unknown one."""
_NAME_ONE = "Name one by its URL or its id."


@dataclass(frozen=True, slots=True)
class Standing:
    """One article as it stands now; columns as in the table `articles`."""

    id: int
    portal: str
    url: str
    item_id: str | None
    title: str | None
    published_at: str | None
    category: str | None
    source: str | None
    first_seen_at: str
    last_seen_at: str
    gone_at: str | None
    version_count: int


_STANDING = select(*(articles.c[name] for name in Standing.__slots__))


def find_article(db: Connection, reference: str) -> Standing:
    """Return the article that a URL (any address of it) or an id names.

    Raises NotInArchiveError, with the articles that come near.
    """
    reference = reference.strip()
    if reference.isascii() and reference.isdigit():
        found = _at(db, [int(reference)]) if len(reference) < 19 else []
    else:
        found = _at(db, _ids_of(db, reference))
    if not found:
        raise NotInArchiveError(_unknown(db, reference))
    if len(found) > 1:
        listed = ", ".join(f"{article.id} ({article.portal})" for article in found)
        raise NotInArchiveError(
            f"{reference} is in several portals; name the article by id: {listed}"
        )
    return found[0]


def urls_of(db: Connection, article_id: int) -> list[str]:
    """Return every address under which the article was seen, the first one first."""
    rows = select(resources.c.url).where(resources.c.article_id == article_id)
    return list(db.execute(rows.order_by(resources.c.id)).scalars())


def _ids_of(db: Connection, url: str) -> list[int]:
    """Find articles by the address itself, else by what `url_key` knows as the same page."""
    address = canonical_url(url)
    if address is None:
        return []
    seen = select(resources.c.article_id).where(
        resources.c.url.in_({url, address}), resources.c.article_id.is_not(None)
    )
    keyed = select(resources.c.article_id).where(resources.c.url_key == url_key(url)).distinct()
    return list(db.execute(seen).scalars()) or list(db.execute(keyed).scalars())


def _at(db: Connection, ids: list[int]) -> list[Standing]:
    rows = _STANDING.where(articles.c.id.in_(ids)).order_by(articles.c.id)
    return [Standing(**row._mapping) for row in db.execute(rows)]


def _unknown(db: Connection, reference: str) -> str:
    """Say that an article is not known, and which ones come near: by address, else by title."""
    if reference.isascii() and reference.isdigit():
        count = db.execute(select(func.count()).select_from(articles)).scalar_one()
        return f"{reference} is no article of this archive ({count} articles). {_NAME_ONE}"
    column = articles.c.url if "/" in reference else articles.c.title
    known = {
        row.id: row[1]
        for row in db.execute(select(articles.c.id, column).where(column.is_not(None)))
    }
    near = process.extract(
        reference, known, scorer=fuzz.WRatio, limit=3, score_cutoff=ALIKE, processor=str.casefold
    )
    message = f"{reference} is no article of this archive ({len(known)} articles)."
    if not near:
        return f"{message} {_NAME_ONE}"
    return "\n".join([f"{message} Near to it:", *(f"  {key}  {name}" for name, _, key in near)])
