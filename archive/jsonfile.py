"""Small JSON files beside the database: there whole or not at all, for their owner alone."""

import json
import os
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.warc.segments import sync_folder

PRIVATE = 0o600


def write_json(path: Path, document: object, mode: int = PRIVATE) -> None:
    """Write a document so that a crash leaves the old file or the new one; it is on the disk then.

    Raises ArchiveError where the disk refuses it.
    """
    part = path.with_name(f".{path.name}.part")
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(descriptor)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise ArchiveError(f"{path} can't be written: {error.strerror}.") from error


def read_json(path: Path) -> Any:
    """Return the document in a file, None where there is no such file.

    Raises ArchiveError where it holds no JSON or can't be read.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ArchiveError(
            f"{path} can't be read ({error}). Move it away, or restore it from a copy."
        ) from error
