"""The command line: `luutru [--archive DIR] COMMAND`, one module a command."""

from scraper.cli.group import luutru


def main() -> None:
    """Run the command line, and exit with its status."""
    luutru(prog_name="luutru")
