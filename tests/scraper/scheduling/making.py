"""Jobs, and archives at paths that try every rule of quoting."""

from typing import Any

from scraper.scheduling.jobs import Job

ODD = [
    "plain",
    "with space",
    "50% of it",
    "50%h",
    "it's",
    'say "x"',
    "$HOME ${HOME}",
    "a;b &c|d",
    "#hash",
    "-dash",
    "tài liệu lưu trữ",
    "*?[a]~`",
]
BACKSLASHES = ["back\\slash", "n\\n\\x41", "end\\"]


def job(**said: Any) -> Job:
    """Return a job of a portal unless told otherwise."""
    default = {"key": "bdiza", "portal": "bdiza", "every": "6h", "at": (), "runner": "cron"}
    return Job(**default | said)
