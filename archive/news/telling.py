"""One readable line a change: what happened, to which field, how much, and in which words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from archive.addresses import compared_image, compared_url
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
    """Tell each change of an entry in a line; a picture is told as such, not as a link again."""
    said, pictures = what(entry, translate), _pictures(entry)
    found = [(row, _told(row, said, pictures, translate)) for row in entry.rows]
    return [each for row, each in found if each.phrases or row.field != "links" or not pictures]


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


def _pictures(entry: Entry) -> set[str]:
    """Return the pictures that are told of by a field of their own, as links have them."""
    images = [row for row in entry.rows if row.field == "image_url"]
    return {compared_image(url) for row in images for url in (row.before, row.after) if url}


def _told(row: FoundChange, said: str, pictures: Collection[str], translate: Translate) -> Told:
    if row.kind != "edited":
        return Told(said)
    found = _places(row, pictures)
    return Told(
        said,
        translate(FIELDS.get(row.field or "", row.field or "")),
        counted_words(row),
        found[:SHOWN],
        max(len(found) - SHOWN, 0),
    )


def _places(row: FoundChange, pictures: Collection[str]) -> list[Phrase]:
    before, after = row.before or "", row.after or ""
    match row.field:
        case "body_html":
            return []
        case "links":
            return _links(before.splitlines(), after.splitlines(), pictures)
        case "published_at":
            return [Phrase(_moment(before), _moment(after))]
        case "url" | "image_url":
            return [_addresses(before, after)]
        case "attachments":
            said = Phrase(label(before), label(after))
            at = _addresses(compared_url(place(before)), compared_url(place(after)))
            return [said if said.before != said.after else at]
        case _:
            return [phrase for phrase in phrases(before, after) if phrase.before or phrase.after]


def _links(old: Sequence[str], new: Sequence[str], pictures: Collection[str]) -> list[Phrase]:
    gone = [Phrase(each, "") for each in old if each not in {*new, *pictures}]
    return gone + [Phrase("", each) for each in new if each not in {*old, *pictures}]


def _moment(published: str) -> str:
    """Write a date of publication as exactly as a page tells it: midnight stands for none."""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    return f"{moment:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def _addresses(before: str, after: str) -> Phrase:
    """Tell two addresses of one site by their paths, in letters."""
    old, new = urlsplit(before), urlsplit(after)
    site = f"{old.scheme}://{old.netloc}"
    if not new.netloc or site != f"{new.scheme}://{new.netloc}":
        return Phrase(before, after)
    return Phrase(*(_in_letters(each.removeprefix(site)) for each in (before, after)))


def _in_letters(path: str) -> str:
    letters = unquote(path)
    return letters if letters.isprintable() and "\ufffd" not in letters else path
