"""The counts of a crawl while it runs: those of `crawl --json`."""

from typing import Protocol


class Counts(Protocol):
    """Read now and then from the reactor's thread; each read must be cheap."""

    @property
    def captures(self) -> int:
        """Exchanges with servers."""

    @property
    def articles(self) -> int:
        """Articles looked at."""

    @property
    def new(self) -> int:
        """Articles seen for the first time."""

    @property
    def edited(self) -> int:
        """Articles that read differently."""

    @property
    def unchanged(self) -> int:
        """Articles that read as before."""

    @property
    def gone(self) -> int:
        """Articles found to be gone."""

    @property
    def returned(self) -> int:
        """Articles that are back."""

    @property
    def documents(self) -> int:
        """Attachments looked at."""

    @property
    def new_documents(self) -> int:
        """Attachments seen for the first time."""

    @property
    def errors(self) -> int:
        """Exchanges that failed."""


def changes(counts: Counts) -> int:
    """Return how many changes to articles were found."""
    return counts.new + counts.edited + counts.gone + counts.returned
