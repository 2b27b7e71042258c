"""`luutru` on another day: its clock begins at a moment and runs on.

python clocked.py MOMENT ARGUMENT…

The program reads the clock in one place, `archive.times.now`; whoever imports it from there after
this gets the other one.
"""

import sys
from datetime import datetime

import archive.times


def set_clock(moment: datetime) -> None:
    """Let the program's clock show `moment` now."""
    offset = moment - archive.times.now()
    real = archive.times.now
    archive.times.now = lambda: real() + offset


if __name__ == "__main__":
    _, start, *arguments = sys.argv
    set_clock(datetime.fromisoformat(start))
    from scraper.cli import main

    sys.argv = ["luutru", *arguments]
    main()
