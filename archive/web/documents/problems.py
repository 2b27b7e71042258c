"""What is wrong with a signature, in the reader's language: the database has it in English."""

from archive.web.language import mark as _
from archive.web.language import translate

PROBLEMS = (
    _("the signed bytes were altered after signing"),
    _("the signature value does not fit the certificate"),
    _("the signature does not cover its revision of the file to the end"),
    _("changed after signing in a way that this signature forbids"),
    _("changed after signing in a way that no signature allows"),
    _("the signed byte range ends beyond the file, which was cut short"),
    _("the signed byte range leaves out more than the signature"),
    _("the part left out of the signed byte range is not this signature"),
    _("bytes are hidden behind the signature, where none belong"),
    _("the time stamp on the signature does not hold"),
    _("no trusted time stamp says when it was signed, nor is it known when it was seen"),
    _("the certificate is not one for signing"),
    _("an XML signature of an office file: recognised, but not checked"),
    _("a CMS signature apart from the file that it signs: recognised, but not checked"),
)
"""Those whose words are fixed; others are told as they are."""


def tell_problem(problem: str) -> str:
    """Return a problem, or several apart by `; `, as the reader reads it."""
    return "; ".join(translate(part) if part in PROBLEMS else part for part in problem.split("; "))
