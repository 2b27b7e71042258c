"""What commands print: one JSON document, or text for people, on standard output."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime

import click
from rich.console import Console
from tzlocal import get_localzone

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document instead of text."
)
"""The option that every command has that reports."""


def print_json(document: Mapping[str, object]) -> None:
    """Print a document, in UTF-8 whatever the locale: letters are written as they are."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\n")


def stdout() -> Console:
    """Return where text for people goes: with colours on a terminal, and nothing made up."""
    return Console(markup=False, highlight=False, emoji=False)


def local_now() -> datetime:
    """Return the present moment in the zone of this computer, or of `TZ`."""
    return datetime.now(get_localzone())
