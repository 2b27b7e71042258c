"""`/-/articles/ID`: an article with its history."""

from urllib.parse import urlsplit

from datasette.utils.asgi import Response

from archive.thumbnails import has_thumbnail
from archive.web.articles.body import body_of
from archive.web.articles.citing import Cited, citations
from archive.web.articles.reading import Told, tell
from archive.web.language import ZONE, translate
from archive.web.moments import read_moment
from archive.web.plots import plot_counts
from archive.web.visit import Visit


async def article_page(visit: Visit) -> Response:
    """Answer with the version asked for: by `version`, `at` a moment, else as it stands."""
    number, moment = visit.asked("version"), visit.asked("at")
    if number and not (number.isascii() and number.isdigit() and len(number) < 10):
        return await visit.refuse(translate("A version is named by its number."), 400)
    at = read_moment(moment) if moment else None
    if moment and at is None:
        return await visit.refuse(translate("A day is written like 2021-09-08."), 400)
    told = await visit.read(tell, visit.named["article"], int(number) if number else None, at)
    replay = visit.path(f"/-/replay/{told.version.capture_id}/")
    seen = [
        (look.observed_at, look.view_count) for look in told.looks if look.view_count is not None
    ]
    return await visit.render(
        "article.html",
        told=told,
        said=told.version.said,
        body=body_of(told.version.said, replay),
        image=replay + told.image if told.image else None,
        plot=plot_counts(seen, [(life.valid_from, str(life.number)) for life in told.lives]),
        citations=citations(_cited(visit, told)),
        pictured=_pictured(visit, told),
        at=at,
        day_shown=at.astimezone(ZONE).date().isoformat() if at else "",
    )


def _pictured(visit: Visit, told: Told) -> set[str]:
    """Return the digests of the article's files of which there is a picture."""
    archive = visit.room.folder.path
    digests = [file.versions[-1].payload_digest for file in told.files if file.versions]
    return {digest for digest in digests if has_thumbnail(archive, digest)}


def _cited(visit: Visit, told: Told) -> Cited:
    article, said = told.article, told.version.said
    portal = urlsplit(article.url).hostname or article.portal
    path = visit.path(f"/-/articles/{article.id}?at={told.version.valid_from}")
    return Cited(
        key=f"{article.portal}-{article.id}-v{told.version.number}",
        author=said.author or said.source or portal,
        title=said.title or article.url,
        portal=portal,
        published_at=said.published_at,
        url=article.url,
        captured_at=told.captured_at,
        address=visit.address(path),
        digest=told.payload_digest or said.content_digest,
    )
