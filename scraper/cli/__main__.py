"""`python -m scraper.cli` is `luutru`."""

from scraper.cli import main

main()
