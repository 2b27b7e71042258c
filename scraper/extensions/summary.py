"""The table at the end of a crawl."""

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

ROWS = {
    "captures": "Pages and files fetched",
    "articles": "Articles looked at",
    "new": "  new",
    "edited": "  edited",
    "unchanged": "  unchanged",
    "gone": "  gone",
    "returned": "  returned",
    "documents": "Documents looked at",
    "new_documents": "  new",
    "errors": "Errors",
}

STYLES = {"complete": "green", "unhealthy": "red", "interrupted": "yellow"}


def summary_table(
    title: str,
    status: str,
    counts: Mapping[str, int],
    seconds: float,
    problems: Sequence[str] = (),
) -> Table:
    """Return what a crawl did as a table; `problems` say why it is unhealthy."""
    table = Table(title=Text(title), show_header=False, title_justify="left")
    table.add_column()
    table.add_column(justify="right")
    table.add_row("Status", Text(status, STYLES.get(status, "")))
    for name, label in ROWS.items():
        table.add_row(label, f"{counts.get(name, 0):,}")
    rate = counts.get("captures", 0) / seconds if seconds > 0 else 0.0
    table.add_row("Time", f"{seconds:,.1f} s ({rate:,.1f} pages/s)")
    for problem in problems:
        table.add_row(Text("Problem", "red"), Text(problem))
    return table
