"""From one exchange, its reading and its place in the WARC files to rows.

Crawls, imports and rebuilds all come through here, in the order of the WARC records, so that
the same records always give the same rows.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row

from archive.content import Article, Document, Kind, Listing, Reading
from archive.recording.articles import (
    Effect,
    correct_version,
    record_article,
    see_again,
    standing_parser,
    standing_version,
)
from archive.recording.captures import (
    Capture,
    Resource,
    add_capture,
    answer_to_form,
    find_file,
    find_resource,
    set_answer_to_form,
    set_base,
)
from archive.recording.documents import add_payload, payload_row, see_document
from archive.recording.doubting import Doubter
from archive.recording.earlier import neighbours, record_earlier, see_earlier
from archive.recording.elsewhere import Reread, catch_up
from archive.recording.honesty import note_false_304
from archive.recording.imports import base_before
from archive.recording.joining import note_redirect, release
from archive.recording.judging import (
    LOOKS,
    Outcome,
    content_digest,
    judge,
    reason,
    redirect_target,
)
from archive.times import to_text
from archive.warc.exchange import Exchange
from archive.warc.positions import Position


@dataclass(frozen=True, slots=True)
class Assessed:
    """An exchange beside what was known of its URL, before anything is written."""

    exchange: Exchange
    reading: Reading
    resource: Resource
    content: str | None
    outcome: Outcome
    payload: Row[Any] | None = None
    """What was read of this very file before."""
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an exchange."""

    capture_id: int
    outcome: Outcome
    article_id: int | None = None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Indexer:
    """Writes the rows of one crawl, inside the transaction of its connection."""

    db: Connection
    crawl_id: int
    portal: str
    reread: Reread
    is_article: Callable[[str], bool]

    def assess(self, exchange: Exchange, reading: Reading, *, imported: bool = False) -> Assessed:
        """Find what is known of the URL and judge the exchange by it.

        What is `imported` is judged by the look before it in time, wherever that came from.
        """
        resource = find_resource(self.db, self.portal, exchange.url)
        if imported:
            base = base_before(self.db, resource, exchange)
            resource = replace(resource, base=base)
        if exchange.kind is Kind.ARTICLE and isinstance(reading, Article):
            self._correct_standing(resource.article_id, reading.parser)
            doubter = Doubter(self.db, self.portal)
            if doubter.strays(reading, resource):
                resource = release(self.db, resource)
            reading = doubter.doubt(reading, resource) or reading
        payload = None
        content = content_digest(exchange, reading)
        if exchange.request.digest is not None and not imported:
            resource = replace(resource, base=answer_to_form(self.db, resource, content))
        if exchange.kind is Kind.DOCUMENT and exchange.response is not None:
            payload = payload_row(self.db, exchange.response.payload.digest)
            if payload is not None:
                content = payload.content_digest
                if resource.base is None and not imported:
                    base = find_file(self.db, self.portal, payload.payload_digest, content)
                    resource = replace(resource, base=base)
        outcome = judge(exchange, content, reading, resource.base)
        return Assessed(exchange, reading, resource, content, outcome, payload, imported)

    def index(self, assessed: Assessed, position: Position, *, full: bool) -> Recorded:
        """Write the rows; `full` says that the record at `position` holds the whole response."""
        exchange, resource, outcome = assessed.exchange, assessed.resource, assessed.outcome
        values = {
            "outcome": outcome.value,
            "reason": reason(exchange, assessed.reading),
            **self._counters(assessed.reading),
        }
        number = add_capture(self.db, self.crawl_id, resource, exchange, position, values)
        at = to_text(exchange.fetched_at)
        capture = Capture(number, self.crawl_id, self.portal, resource, exchange.url, at, outcome)
        if outcome not in LOOKS:
            return Recorded(number, outcome, resource.article_id)
        if full and assessed.content is not None:
            self._stand(resource, number, assessed.content, exchange)
        if outcome is Outcome.NEW and resource.base is not None:
            note_false_304(self.db, capture, exchange.kind)
        if exchange.kind is Kind.ARTICLE:
            return self._index_article(capture, assessed)
        if exchange.kind is Kind.DOCUMENT:
            self._index_document(capture, assessed)
        return Recorded(number, outcome)

    def _stand(self, resource: Resource, number: int, content: str, exchange: Exchange) -> None:
        """Let a full response be what later ones refer to."""
        assert exchange.response is not None
        if exchange.request.digest is not None:
            set_answer_to_form(self.db, resource, number, content)
        else:
            set_base(self.db, resource, number, content, exchange.response)

    def _index_article(self, capture: Capture, assessed: Assessed) -> Recorded:
        known = capture.resource.article_id
        if isinstance(assessed.reading, Article):
            hold = not assessed.imported
            article, effect = record_article(self.db, capture, assessed.reading, hold=hold)
            if effect is Effect.EARLIER:
                effect = self._record_earlier(capture, article, assessed.reading)
            return Recorded(capture.id, capture.outcome, article, effect)
        if known is not None and capture.outcome is Outcome.NOT_MODIFIED:
            if not see_again(self.db, capture, known):
                see_earlier(self.db, capture, known)
            return Recorded(capture.id, capture.outcome, known, Effect.UNCHANGED)
        if (target := redirect_target(assessed.exchange)) and self.is_article(target):
            moved = note_redirect(self.db, capture, target)
            if moved is not None:
                place = self.portal, self.crawl_id, moved
                catch_up(self.db, *place, self.reread, hold=not assessed.imported)
        return Recorded(capture.id, capture.outcome, known)

    def _correct_standing(self, article_id: int | None, parser: str) -> None:
        """Compare like with like: what an older parser read is read again first."""
        if article_id is None or standing_parser(self.db, article_id) in {parser, None}:
            return
        standing = standing_version(self.db, article_id)
        assert standing is not None
        self._correct(standing)

    def _correct(self, version: Row[Any]) -> None:
        again = self.reread(self.db, version.capture_id)
        if isinstance(again, Article):
            correct_version(self.db, version.id, again)

    def _record_earlier(self, capture: Capture, article_id: int, article: Article) -> Effect:
        for version in neighbours(self.db, article_id, capture.at):
            if version.parser != article.parser:
                self._correct(version)
        return record_earlier(self.db, capture, article_id, article)

    def _index_document(self, capture: Capture, assessed: Assessed) -> None:
        payload = assessed.payload
        if payload is None and isinstance(assessed.reading, Document):
            add_payload(self.db, assessed.reading)
            payload = payload_row(self.db, assessed.reading.payload_digest)
        if payload is not None or capture.outcome is Outcome.NOT_MODIFIED:
            see_document(self.db, capture, payload)

    def _counters(self, reading: Reading) -> dict[str, object]:
        match reading:
            case Article():
                return {"view_count": reading.view_count, "warnings": len(reading.warnings)}
            case Listing():
                return {"article_links": sum(self.is_article(url) for url, _ in reading.links)}
            case _:
                return {}
