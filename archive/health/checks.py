"""The checks of a run: each figure beside what the archive's history, or the profile, allows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Check:
    """One figure of a run and its bounds; a bound is None where nothing is known yet.

    `value` is a count out of `of`, or a magnitude measured in `of` looks. `problem` says in
    words, with the numbers and examples, why a check has failed.
    """

    name: str
    field: str | None
    value: float
    of: int
    low: float | None = None
    high: float | None = None
    examples: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def passed(self) -> bool:
        """Whether the figure is within its bounds."""
        return self.problem is None

    def to_json(self) -> dict[str, Any]:
        """Return the check as `crawl --json`, the table `crawls` and the WARC note have it."""
        return {**asdict(self), "examples": list(self.examples), "passed": self.passed}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        known = {name: value for name, value in values.items() if name != "passed"}
        return cls(**known | {"examples": tuple(known["examples"])})


def to_text(checks: Iterable[Check]) -> str:
    """Write checks as the JSON of `crawls.checks`."""
    return json.dumps([check.to_json() for check in checks], ensure_ascii=False)


def from_text(written: str | None) -> tuple[Check, ...]:
    """Read what `to_text` wrote."""
    return tuple(map(Check.from_json, json.loads(written))) if written else ()


def problems(checks: Iterable[Check]) -> tuple[str, ...]:
    """List in words what is wrong."""
    return tuple(check.problem for check in checks if check.problem is not None)
