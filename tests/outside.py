"""Programs of others that the tests hold exports and imports against.

Each gets an environment of its own, made once and kept in pytest's cache: what they depend on
must not mix with what luutru does.
"""

import subprocess
import sys
from pathlib import Path

import pytest


def programs(config: pytest.Config, name: str, *packages: str) -> Path:
    """Return the folder of a package's programs; skips where no package index can be reached."""
    folder = Path(config.cache.mkdir(name)) / "venv"
    found = folder / "bin"
    if not (found / "installed").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(found / "pip"), "install", "--quiet", *packages]
        done = subprocess.run(install, check=False, capture_output=True, timeout=300)
        if done.returncode:
            pytest.skip(f"{name} can't be installed here: {done.stderr.decode()[-300:]}")
        (found / "installed").touch()
    return found
