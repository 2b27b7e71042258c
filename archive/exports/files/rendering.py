"""The pages of a tree: templates filled, and what they hold escaped where it is HTML."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def render(path: Path, template: str, **values: object) -> None:
    """Fill a template into a new file, a piece at a time."""
    stream = _environment().get_template(template).stream(values)
    with path.open("xb") as file:
        stream.dump(file, encoding="utf-8")


def day_of(published_at: str | None) -> str:
    """Return the day of a publication as people here write it: 08/09/2021."""
    if not published_at:
        return "không rõ ngày"
    year, month, day = published_at[:10].split("-")
    return f"{day}/{month}/{year}"


def size_in_words(size: int) -> str:
    """Write a number of bytes: 12 kB, 3,4 MB."""
    if size < 10**6:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 10**6:.1f} MB".replace(".", ",")


def link(parts: Iterable[str]) -> str:
    """Join names into a relative address."""
    return "/".join(quote(part) for part in parts)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("archive.exports.files"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"day": day_of, "size": size_in_words, "link": link}
    return environment
