"""What a crawl has done so far, counted as captures are recorded."""

from dataclasses import dataclass, field

from archive.content import Kind
from archive.recording.articles import Effect
from archive.recording.judging import LOOKS, Outcome
from pipelines.intake import Taken


@dataclass(slots=True)
class Tally:
    """Counts for those who watch; the final ones come from the database.

    Written by the recorder's thread, read by any.
    """

    captures: int = 0
    new: int = 0
    edited: int = 0
    unchanged: int = 0
    gone: int = 0
    returned: int = 0
    documents: int = 0
    new_documents: int = 0
    errors: int = 0
    _articles: set[int] = field(default_factory=set)

    @property
    def articles(self) -> int:
        """Articles looked at."""
        return len(self._articles)

    def add(self, taken: Taken) -> None:
        """Count what became of one exchange."""
        self.captures += 1
        recorded = taken.recorded
        if recorded is None:
            return
        self.errors += recorded.outcome is Outcome.ERROR
        if taken.exchange.kind is Kind.DOCUMENT:
            self.documents += recorded.outcome in LOOKS
            self.new_documents += recorded.outcome is Outcome.NEW
        if recorded.effect is not None and recorded.article_id not in self._articles:
            assert recorded.article_id is not None
            self._articles.add(recorded.article_id)
            self.new += recorded.effect is Effect.NEW
            self.edited += recorded.effect is Effect.EDITED
            self.unchanged += recorded.effect is Effect.UNCHANGED
