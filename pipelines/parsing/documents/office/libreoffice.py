"""Old binary files (DOC, PPT) by LibreOffice, where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from pipelines.errors import PipelineError
from pipelines.parsing.documents import media
from pipelines.parsing.documents.office.contents import Contents

TIME_LIMIT = 60.0
"""Seconds for one file; LibreOffice takes one to three to start."""
SUFFIXES = {media.DOC: ".doc", media.PPT: ".ppt", media.PPTX: ".pptx"}
UNLIMITED = 'ulimit -S -v unlimited 2>/dev/null; exec "$@"'
"""LibreOffice maps more memory than a reading worker may; only its own time is limited."""

PACKAGES = {media.DOC: "libreoffice-writer-nogui"}
INSTALL = (
    "LibreOffice is needed to read this kind of file; install it with: apt-get install {package}"
)


def read_by_libreoffice(payload: bytes, media_type: str) -> Contents:
    """Convert to text in a profile of its own, without macros or network.

    Raises PipelineError where LibreOffice is missing, fails or takes too long.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise PipelineError(_install(media_type))
    with tempfile.TemporaryDirectory(prefix="luutru-office-") as folder:
        source = Path(folder, "document" + SUFFIXES[media_type])
        source.write_bytes(payload)
        _convert(program, source)
        text = source.with_suffix(".txt")
        if not text.is_file():
            raise PipelineError(f"LibreOffice could not read this file. {_install(media_type)}")
        return Contents((text.read_text("utf-8-sig", errors="replace"),))


def _install(media_type: str) -> str:
    return INSTALL.format(package=PACKAGES.get(media_type, "libreoffice-impress-nogui"))


def _convert(program: str, source: Path) -> None:
    command = [
        "/bin/sh", "-c", UNLIMITED, "sh", program,
        f"-env:UserInstallation=file://{source.parent}/profile",
        "--headless", "--norestore", "--nologo",
        "--convert-to", "txt:Text (encoded):UTF8",
        "--outdir", str(source.parent), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise PipelineError(f"LibreOffice took more than {TIME_LIMIT:g} seconds") from error
    except subprocess.CalledProcessError as error:
        raise PipelineError(f"LibreOffice stopped with status {error.returncode}") from error
