"""Logs of commands: on stderr, around the progress bar rather than through it."""

import logging
import sys

from rich.logging import RichHandler

from scraper.extensions.consoles import STDERR


def set_up_logs(*, verbose: bool = False, debug: bool = False) -> None:
    """Show warnings; with `verbose` also what is done, with `debug` everything."""
    level = logging.DEBUG if debug else logging.INFO if verbose else logging.WARNING
    handler: logging.Handler
    if STDERR.is_terminal:
        handler = RichHandler(console=STDERR, show_path=debug, markup=False)
        handler.setFormatter(logging.Formatter("%(message)s"))
    else:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    # On the handler too: Scrapy sets the level of its own loggers.
    handler.setLevel(level)
    logging.basicConfig(level=level, handlers=[handler], force=True)
