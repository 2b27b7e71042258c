"""The group of all commands, and what holds for each: where the archive is, how errors are told.

Exit status: 0 done; 1 failed; 2 wrong usage; 3 done, but unhealthy; 4 stopped before its end,
resumable.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.exceptions import NoSuchCommand

from archive.errors import ArchiveError
from pipelines.errors import PipelineError
from scraper.cli.examples import examples
from scraper.cli.logs import set_up_logs
from scraper.errors import ScraperError

COMMANDS = {
    "alerts": "scraper.cli.alerts:alerts",
    "changes": "scraper.cli.changes:changes",
    "crawl": "scraper.cli.crawl:crawl",
    "demo": "scraper.cli.demo:demo",
    "diff": "scraper.cli.diff:diff",
    "documents": "scraper.cli.documents:documents",
    "export": "scraper.cli.export:export",
    "import": "scraper.cli.importing:import_",
    "inspect": "scraper.cli.inspect:inspect",
    "parse": "scraper.cli.parse:parse",
    "portals": "scraper.cli.portals:portals",
    "rebuild": "scraper.cli.rebuild:rebuild",
    "schedule": "scraper.cli.schedule:schedule",
    "serve": "scraper.cli.serve:serve",
    "show": "scraper.cli.show:show",
    "status": "scraper.cli.status:status",
    "verify": "scraper.cli.verify:verify",
}
"""Where each command is defined; a module is loaded when its command is asked for."""

UNHEALTHY = 3
STOPPED = 4


class Commands(click.Group):
    """Finds commands in COMMANDS, and tells errors in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*COMMANDS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command, or return None where there is none of this name."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        module, name = place.split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was called, or say which ones are spelt alike."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            raise NoSuchCommand(
                error.command_name, possibilities=self.list_commands(ctx), ctx=ctx
            ) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it can't do becomes one line on stderr and status 1."""
        try:
            return super().invoke(ctx)
        except (ArchiveError, PipelineError, ScraperError) as error:
            if ctx.params.get("debug"):
                raise
            raise click.ClickException(str(error)) from error


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "--archive ./try demo",
        "crawl bdiza --limit 20",
        "changes --since yesterday",
        "schedule install bdiza --every 6h",
        "crawl --help",
    ),
)
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    envvar="LUUTRU_ARCHIVE",
    default=Path("data"),
    show_default="$LUUTRU_ARCHIVE, else ./data",
    metavar="DIR",
    help="The folder of the archive.",
)
@click.option("-v", "--verbose", is_flag=True, help="Tell more of what is done, on stderr.")
@click.option("--debug", is_flag=True, help="Tell everything, and show where errors come from.")
@click.version_option(package_name="luutru", message="%(prog)s %(version)s")
@click.pass_context
def luutru(ctx: click.Context, archive: Path, verbose: bool, debug: bool) -> None:
    """Mirror government news portals into an archive that can be cited."""
    set_up_logs(verbose=verbose, debug=debug)
    ctx.obj = archive
