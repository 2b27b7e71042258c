"""What an edit altered, in a few words: as marked text, or as pairs of before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.diffing.words import Op, Part, diff_words

CONTEXT = 40
"""Letters of unchanged text in a gist, on either side."""
_LONGEST = 160
_NEAR = 4
"""Unchanged words that a phrase keeps on either side of what was altered."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few words before and after an edit; empty on the side where there was nothing."""

    before: str
    after: str


def gist(before: str, after: str) -> list[Part]:
    """Return the first difference of two texts with a little of what is around it."""
    parts = diff_words(before, after)
    start = next((i for i, part in enumerate(parts) if part.op is not Op.SAME), len(parts))
    shown = []
    if start:
        shown.append(Part(Op.SAME, _tail(parts[start - 1].text)))
    for part in parts[start:]:
        if part.op is Op.SAME:
            shown.append(Part(Op.SAME, _head(part.text, CONTEXT)))
            break
        shown.append(Part(part.op, _head(part.text, _LONGEST)))
    return shown


def phrases(before: str, after: str) -> list[Phrase]:
    """Return each difference of two texts as what stood there and what stands there now.

    What was altered keeps a few unchanged words before it, or after it where a line begins, so
    that it can be understood; what was only added or only taken away is there on one side alone.
    """
    return list(_phrases(diff_words(before, after)))


def _phrases(parts: Sequence[Part]) -> Iterator[Phrase]:
    lead = ""
    pending: dict[Op, str] = {}
    for part in parts:
        if part.op is not Op.SAME:
            pending[part.op] = part.text
            continue
        if pending:
            yield _phrase(lead, pending, part.text)
        lead, pending = part.text, {}
    if pending:
        yield _phrase(lead, pending, "")


def _phrase(lead: str, altered: dict[Op, str], rest: str) -> Phrase:
    old, new = (altered.get(op, "") for op in (Op.REMOVED, Op.ADDED))
    if not (old.strip() and new.strip()):
        return Phrase(*(_one_line(text.lstrip(",; \n") or text) for text in (old, new)))
    near = _last_words(lead)
    after = "" if near else _first_words(rest)
    return Phrase(_one_line(near + old + after), _one_line(near + new + after))


def _last_words(text: str) -> str:
    """Return the last unchanged words of the line, with the blank that follows them."""
    line = text.rpartition("\n")[2]
    words = line.split()[-_NEAR:]
    return " ".join(words) + line[len(line.rstrip()) :] if words else ""


def _first_words(text: str) -> str:
    """Return the first unchanged words of the line, with the blank before them."""
    line = text.partition("\n")[0]
    words = " ".join(line.split()[:_NEAR])
    return line[: len(line) - len(line.lstrip())] + words


def _one_line(text: str) -> str:
    return _head(" ".join(text.split()), _LONGEST)


def _tail(text: str) -> str:
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def _head(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rpartition(" ")[0] + " …"
