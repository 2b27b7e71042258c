"""One readable line a change: what happened, to which field, how much, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.news.entries import Entry
from archive.news.phrases import Phrase, phrases
from archive.news.wording import FIELDS, label, place, what
from archive.queries.changes import FoundChange
from archive.translations import Translate

SHOWN = 3
"""Places of one edit that are shown in words; of the others it is said how many there are."""


@dataclass(frozen=True, slots=True)
class Told:
    """One change, in pieces that a terminal may colour.

    `field` is empty where the change is of the whole article, `words` None where words weren't
    counted; `more` counts the altered places that `phrases` leaves out.
    """

    what: str
    field: str = ""
    words: tuple[int, int] | None = None
    phrases: Sequence[Phrase] = ()
    more: int = 0

    def head(self, translate: Translate) -> str:
        """Return what comes before the words: `Silently edited · Text (−1 +1 words)`."""
        size = ""
        if self.words:
            size = " (" + translate("−{} +{} words").format(*self.words) + ")"
        return self.what + (f" · {self.field}{size}" if self.field else "")

    def tail(self, translate: Translate) -> str:
        """Return what comes after the words: how many places more."""
        return translate("and {} places more").format(self.more) if self.more else ""

    def text(self, translate: Translate) -> str:
        """Return the whole line as plain text."""
        shown = [*map(written, self.phrases), self.tail(translate)]
        places = "; ".join(filter(None, shown))
        return self.head(translate) + (f": {places}" if places else "")


def tell(entry: Entry, translate: Translate) -> list[Told]:
    """Tell each change of an entry in a line."""
    said = what(entry, translate)
    return [_told(row, said, translate) for row in entry.rows]


def written(phrase: Phrase) -> str:
    """Write words before and after: `“30/9” → “15/10”`, `+ “Điều 2.”`, `− “Điều 2.”`."""
    if not phrase.before:
        return f"+ “{phrase.after}”"
    if not phrase.after:
        return f"− “{phrase.before}”"
    return f"“{phrase.before}” → “{phrase.after}”"


def counted_words(row: FoundChange) -> tuple[int, int] | None:
    """Return the words that a change of text took away and brought; None where it is of no text."""
    if row.words_removed is None or row.words_added is None:
        return None
    return row.words_removed, row.words_added


def _told(row: FoundChange, said: str, translate: Translate) -> Told:
    if row.kind != "edited":
        return Told(said)
    found = _places(row)
    return Told(
        said,
        translate(FIELDS.get(row.field or "", row.field or "")),
        counted_words(row),
        found[:SHOWN],
        max(len(found) - SHOWN, 0),
    )


def _places(row: FoundChange) -> list[Phrase]:
    before, after = row.before or "", row.after or ""
    if row.field == "body_html":
        return []
    if row.field == "links":
        old, new = before.splitlines(), after.splitlines()
        return [Phrase(each, "") for each in old if each not in new] + [
            Phrase("", each) for each in new if each not in old
        ]
    if row.field in {"url", "image_url"}:
        return [Phrase(before, after)]
    if row.field == "attachments":
        said = Phrase(label(before), label(after))
        return [said if said.before != said.after else Phrase(place(before), place(after))]
    return [phrase for phrase in phrases(before, after) if phrase.before or phrase.after]
