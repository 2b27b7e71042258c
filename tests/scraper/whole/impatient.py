"""`luutru` with short waits: between tries, and for servers that say nothing.

python impatient.py SECONDS-BETWEEN-TRIES SECONDS-OF-SILENCE ARGUMENT…
"""

import sys

import scraper.settings
from scraper.cli import main

if __name__ == "__main__":
    _, backoff, silence, *arguments = sys.argv
    scraper.settings.LUUTRU_BACKOFF = float(backoff)
    scraper.settings.LUUTRU_IDLE_TIMEOUT = float(silence)
    sys.argv = ["luutru", *arguments]
    main()
