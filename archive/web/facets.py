"""Facets by year: how many rows each year has, for columns that hold times as text."""

import re
from typing import Any

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.utils import escape_sqlite, path_with_added_args, path_with_removed_args

_YEAR = re.compile(r"\d{4}")


class YearFacet(Facet):  # type: ignore[misc]  # datasette ships no types
    """The years of a column; its links filter by what the column starts with."""

    type = "year"

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Return the facets' values with counts, and the columns that took too long."""
        results, late = [], []
        for config in self.get_configs():
            column = config["config"].get("column") or config["config"]["simple"]
            try:
                counts = await self._count(column)
            except QueryInterrupted:
                late.append(column)
                continue
            results.append(
                {
                    "name": column,
                    "type": self.type,
                    "hideable": config["source"] != "metadata",
                    "toggle_url": self._path(
                        path_with_removed_args(self.request, {"_facet_year": column})
                    ),
                    "results": [self._value(column, year, count) for year, count in counts],
                    "truncated": False,
                }
            )
        return results, late

    async def _count(self, column: str) -> list[tuple[str, int]]:
        name = escape_sqlite(column)
        rows = await self.ds.execute(
            self.database,
            f"select substr({name}, 1, 4) as year, count(*) as count from ({self.sql}) "  # noqa: S608  # the name is quoted
            f"where {name} is not null group by year order by year desc limit 100",
            self.params,
            truncate=False,
            custom_time_limit=self.ds.setting("facet_time_limit_ms"),
        )
        return [(row["year"], row["count"]) for row in rows if _YEAR.fullmatch(row["year"])]

    def _value(self, column: str, year: str, count: int) -> dict[str, Any]:
        pair = {f"{column}__startswith": year}
        selected = (f"{column}__startswith", year) in self.get_querystring_pairs()
        toggle = path_with_removed_args if selected else path_with_added_args
        return {
            "value": year,
            "label": year,
            "count": count,
            "toggle_url": self._path(toggle(self.request, pair)),
            "selected": selected,
        }

    def _path(self, path: str) -> str:
        address: str = self.ds.absolute_url(self.request, self.ds.urls.path(path))
        return address
