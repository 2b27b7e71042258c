from typing import Any

from archive.fixity import altered
from archive.fixity.altered import altered_faults
from archive.warc.members import compress


def test_the_record_with_the_altered_header_is_named(archive: Any, flipping: Any) -> None:
    _, path, offset, length = archive.place("new")
    flipping(path, offset + 4)
    (fault,) = altered_faults(path, path.stat().st_size, "sha256:0")
    assert (fault.offset, fault.length) == (offset, length)


def test_another_compressor_names_no_place(archive: Any, monkeypatch: Any) -> None:
    path = archive.files[0]
    monkeypatch.setattr(altered, "compress", lambda data: compress(data) + b"other")
    (fault,) = altered_faults(path, path.stat().st_size, "sha256:0")
    assert (fault.offset, fault.length) == (0, path.stat().st_size)
    assert "sha256:0" in fault.what
