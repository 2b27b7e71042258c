"""View counters in the spellings that portals have."""


def shown_count(views: int | None, number: int) -> str | None:
    """Return a count as the page of an article writes it: `1234`, `1.234`, `1,234` or `1,2K`."""
    if views is None or views < 1000:
        return None if views is None else str(views)
    match number % 4:
        case 0:
            return f"{views:,}".replace(",", ".")
        case 1:
            return f"{views:,}"
        case 2 if views >= 10_000:
            return f"{views // 100 / 10:.1f}K".replace(".", ",")
        case _:
            return str(views)
