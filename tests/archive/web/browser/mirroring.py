"""The archive that is opened in a browser: small, and the same but for its times each time."""

import subprocess
import sys
from pathlib import Path

from scraper.demo import Portal, serve
from tests.archive.web.serving import ROOT


def mirror(archive: Path) -> Path:
    """Crawl the bundled portal, let a day pass on it, and crawl it again."""
    command = [sys.executable, "-m", "scraper.cli", "--archive", str(archive), "crawl", "demo"]
    portal = Portal(articles=20)
    with serve(portal) as base:
        for days in (1, 0):
            subprocess.run([*command, "--all", "--home", base], cwd=ROOT, check=True)
            portal.advance(days)
    return archive
