"""Two versions of an article compared: which fields differ, and how, word by word."""

from dataclasses import dataclass

from archive.diffing.words import Op, Part, diff_words
from archive.queries.versions import Version
from archive.recording.changes import content_of_article, differences


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in one field; `kind` and `field` are as in the table `changes`."""

    kind: str
    field: str | None
    before: str | None
    after: str | None
    parts: tuple[Part, ...]

    def words(self, op: Op) -> int:
        """How many words were added, or removed."""
        return sum(part.words for part in self.parts if part.op is op)


def compare_versions(before: Version, after: Version) -> list[Difference]:
    """List what `after` says otherwise than `before`; empty where they say the same."""
    if before.said.content_digest == after.said.content_digest:
        return []
    found = differences(content_of_article(before.said), content_of_article(after.said))
    return [
        Difference(
            change.kind,
            change.field,
            change.before,
            change.after,
            tuple(diff_words(change.before or "", change.after or "")),
        )
        for change in found
    ]
