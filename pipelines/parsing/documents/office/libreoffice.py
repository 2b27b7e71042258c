"""Old binary files (DOC, PPT) by LibreOffice, where it is installed."""

import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from pipelines.errors import PipelineError
from pipelines.parsing.documents import media
from pipelines.parsing.documents.limits import MEMORY
from pipelines.parsing.documents.office.contents import Contents

TIME_LIMIT = 25
"""Seconds for one file, less than its reader has; LibreOffice takes one to three to start."""
TIMED_OUT = 124
"""The exit status of coreutils' `timeout`."""
SUFFIXES = {media.DOC: ".doc", media.PPT: ".ppt", media.PPTX: ".pptx"}
LIMITED = f"""
ulimit -S -v unlimited 2>/dev/null
ulimit -S -d {MEMORY // 1024}
ulimit -S -t {TIME_LIMIT}
exec timeout --kill-after=1 "$@"
"""
"""LibreOffice maps more memory than a reader may, so what it writes to is limited instead.

`timeout` ends it and whatever it has started, also where the reader itself was ended before.
"""

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
        "/bin/sh", "-c", LIMITED, "sh", str(TIME_LIMIT), program,
        f"-env:UserInstallation=file://{source.parent}/profile",
        "--headless", "--norestore", "--nologo",
        "--convert-to", "txt:Text (encoded):UTF8",
        "--outdir", str(source.parent), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(command, check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        if error.returncode in (TIMED_OUT, -signal.SIGKILL):
            raise PipelineError(f"LibreOffice took more than {TIME_LIMIT} seconds") from error
        raise PipelineError(f"LibreOffice stopped with status {error.returncode}") from error
