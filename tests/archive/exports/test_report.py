"""What a report says of an export."""

import tracemalloc
from pathlib import Path

from archive.exports.report import size_of


def test_a_tree_of_any_size_is_measured_in_little_memory(tmp_path: Path) -> None:
    for folder in range(60):
        (tmp_path / f"{folder}").mkdir()
        for name in range(50):
            (tmp_path / f"{folder}" / f"{name}").write_bytes(b"12345")
    size_of(tmp_path / "0")  # what is loaded once is loaded
    tracemalloc.start()
    try:
        assert size_of(tmp_path) == 60 * 50 * 5
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()
    assert size_of(tmp_path / "0" / "0") == 5
