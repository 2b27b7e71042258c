"""Pictures of documents: the first page of each file, small, as WebP.

They stand in the archive's folder `thumbnails`, named by the digest of the file, and no row
speaks of them: encoders differ from release to release, and what is derived must not. Lost ones
are drawn again from the WARC files. An empty file says that there was nothing to draw.
"""

import os
import tempfile
from pathlib import Path

from archive.digests import PREFIX

FOLDER = "thumbnails"
MEDIA_TYPE = "image/webp"


def thumbnail_path(archive: Path, digest: str) -> Path:
    """Return where the picture of the file with a digest stands, or would."""
    hexdigits = digest.removeprefix(PREFIX)
    return archive / FOLDER / hexdigits[:2] / f"{hexdigits}.webp"


def has_thumbnail(archive: Path, digest: str) -> bool:
    """Tell whether there is a picture to show."""
    try:
        return thumbnail_path(archive, digest).stat().st_size > 0
    except OSError:
        return False


def keep_thumbnail(archive: Path, digest: str, picture: bytes) -> None:
    """Put a picture in its place, whole or not at all; empty where nothing could be drawn.

    Raises OSError where the folder can't be written.
    """
    path = thumbnail_path(archive, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(picture)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
