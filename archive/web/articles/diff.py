"""`/-/articles/ID/diff/A..B`: two versions side by side, or as one marked text."""

from collections.abc import Sequence
from dataclasses import dataclass

from datasette.utils.asgi import Response
from sqlalchemy import Connection

from archive.diffing.paragraphs import Change, Row, align_paragraphs
from archive.diffing.versions import Difference, compare_versions
from archive.diffing.words import Op
from archive.queries.articles import Standing, find_article
from archive.queries.versions import Version, version_numbered
from archive.recording.measuring import TEXTS
from archive.web.visit import Visit

AROUND = 1
"""Unchanged paragraphs shown on either side of a change; others are folded."""
LAYOUTS = ("sides", "inline")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions and what differs."""

    article: Standing
    before: Version
    after: Version
    differences: Sequence[Difference]
    rows: Sequence[Row]
    """The text, paragraph by paragraph; empty where it is the same."""

    @property
    def runs(self) -> list[tuple[bool, list[Row]]]:
        """The rows in runs, those to be folded marked with True."""
        near = [
            any(
                row.change is not Change.SAME
                for row in self.rows[max(0, i - AROUND) : i + AROUND + 1]
            )
            for i in range(len(self.rows))
        ]
        runs: list[tuple[bool, list[Row]]] = []
        for row, shown in zip(self.rows, near, strict=True):
            if not runs or runs[-1][0] is shown:
                runs.append((not shown, []))
            runs[-1][1].append(row)
        return runs

    def words(self, op: Op) -> int:
        """How many words of all texts were added, or removed."""
        return sum(each.words(op) for each in self.differences if each.field in TEXTS)

    @property
    def fields(self) -> list[Difference]:
        """All that differs but the text."""
        return [each for each in self.differences if each.field != "body_text"]

    @property
    def is_silent(self) -> bool:
        """Whether something differs and the date of publication does not."""
        dated = any(each.field == "published_at" for each in self.differences)
        return bool(self.differences) and not dated


def compare(db: Connection, article_id: str, first: int, second: int) -> Comparison:
    """Compare two versions of an article; raises NotInArchiveError."""
    article = find_article(db, article_id)
    before, after = (version_numbered(db, article, number) for number in (first, second))
    differences = compare_versions(before, after)
    texts = before.said.body_text, after.said.body_text
    rows = align_paragraphs(*texts) if texts[0] != texts[1] else []
    return Comparison(article, before, after, differences, rows)


async def diff_page(visit: Visit) -> Response:
    """Answer with the comparison of two versions."""
    named = visit.named
    numbers = int(named["first"]), int(named["second"])
    comparison = await visit.read(compare, named["article"], *numbers)
    layout = visit.asked("view", LAYOUTS[0])
    return await visit.render(
        "diff.html",
        comparison=comparison,
        layout=layout if layout in LAYOUTS else LAYOUTS[0],
        added=comparison.words(Op.ADDED),
        removed=comparison.words(Op.REMOVED),
    )
