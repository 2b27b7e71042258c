"""The fields that a parser may cease to find: those a version has, those a later look has lost."""

from collections.abc import Sequence
from typing import Any, get_args

from archive.content import Article
from archive.profile import FieldName

FIELDS: tuple[str, ...] = get_args(FieldName)
"""Columns of `versions`, in the order in which checks of them are told."""
EMPTY = ("", "[]")
"""What a column holds where the page had nothing, besides null."""
SHRUNK = 1 / 3
"""A text shorter than this share of the one before counts as lost: most of it was not found."""


def has(field: str, of: str = "v") -> str:
    """Return the SQL condition that a version (alias `of`) has a field."""
    return f"coalesce({of}.{field}, '') NOT IN ('', '[]')"


def lost_fields(standing: Any, article: Article) -> tuple[str, ...]:
    """List the fields that the standing version (a row) has and a look at the article has not."""
    lost = missed_fields([_filled(getattr(standing, field)) for field in FIELDS], article)
    shrunk = len(article.body_text) < SHRUNK * len(standing.body_text)
    return (*lost, "body_text") if shrunk and "body_text" not in lost else lost


def missed_fields(had: Sequence[int], article: Article) -> tuple[str, ...]:
    """List the fields that were there (1 each, in the order of FIELDS) and are not read now."""
    return tuple(
        field
        for field, was in zip(FIELDS, had, strict=True)
        if was and not _filled(getattr(article, field))
    )


def _filled(value: object) -> bool:
    return bool(value) and value not in EMPTY
