"""What an export did, in numbers and in words."""

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Report:
    """Grows while an export runs; `problems` says what could not be exported, and why."""

    form: str
    path: Path
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    size: int = 0
    """Bytes of what was written, in all."""

    def count(self, name: str, by: int = 1) -> None:
        """Count things of a name."""
        self.counts[name] = self.counts.get(name, 0) + by

    def to_json(self) -> dict[str, object]:
        """Return what `luutru export --json` prints."""
        return {**asdict(self), "path": str(self.path)}


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    if path.is_file():
        return path.stat().st_size
    # Not rglob: it remembers every path, and a tree may have millions.
    return sum(
        os.stat(os.path.join(folder, name)).st_size  # noqa: PTH116, PTH118 -- paths cost memory
        for folder, _, names in os.walk(path)
        for name in names
    )
