"""All commands: help, errors, exit statuses."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from archive.errors import ArchiveError
from pipelines.errors import PipelineError
from scraper.cli.group import COMMANDS, Commands, luutru
from scraper.errors import ScraperError
from tests.project.test_readme import _resolve as resolve


def all_commands(command=luutru, path=("luutru",)):
    yield " ".join(path), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from all_commands(command.get_command(context, name), (*path, name))


@pytest.mark.parametrize(("path", "command"), list(all_commands()))
def test_every_command_and_option_says_what_it_is_for(path, command):
    assert command.help, f"{path} has no help text"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path} {parameter.opts[0]} has no help text"
        else:
            shown = parameter.make_metavar(click.Context(command)).strip("[]. ")
            assert shown in command.help, f"{path} does not say what {shown} is"


@pytest.mark.parametrize(
    ("path", "command"),
    [(p, c) for p, c in all_commands() if not isinstance(c, click.Group)],
)
def test_every_command_shows_how_it_is_called(path, command):
    """Examples in the help are calls of this very command that the command line understands."""
    assert command.epilog, f"{path} has no examples"
    heading, *lines = command.epilog.removeprefix("\b\n").splitlines()
    assert heading == "Examples:"
    for line in lines:
        call = line.strip().partition(" > ")[0]
        called, problems = resolve(re.sub(r"^luutru --archive \S+", "luutru", call))
        assert (" ".join(["luutru", *called]), problems) == (path, [])


def test_every_command_can_be_loaded():
    assert set(COMMANDS) <= {path.split()[1] for path, _ in all_commands() if " " in path}


def test_help():
    result = CliRunner().invoke(luutru, ["--help"])
    assert result.exit_code == 0
    assert "crawl" in result.output


@pytest.mark.parametrize(
    "arguments", [["crwl"], ["crawl"], ["crawl", "demo", "--limit", "0"], ["--nope"]]
)
def test_wrong_usage_is_2(arguments):
    assert CliRunner().invoke(luutru, arguments).exit_code == 2


def test_a_slip_of_a_command_is_told_what_is_near():
    assert "Did you mean 'crawl'" in CliRunner().invoke(luutru, ["crwl"]).stderr


@pytest.fixture
def failing():
    """A group whose one command fails with an error."""

    def make(error):
        group = Commands("luutru", params=[click.Option(["--debug"], is_flag=True)])

        @group.command()
        def fail():
            raise error

        return group

    return make


@pytest.mark.parametrize("kind", [ArchiveError, PipelineError, ScraperError])
def test_what_can_not_be_done_is_one_line_and_1(failing, kind):
    result = CliRunner().invoke(failing(kind("x.warc.gz: broken")), ["fail"])
    assert result.exit_code == 1
    assert result.stderr == "Error: x.warc.gz: broken\n"
    assert result.stdout == ""


def test_debug_shows_where_an_error_comes_from(failing):
    result = CliRunner().invoke(failing(ScraperError("broken")), ["--debug", "fail"])
    assert isinstance(result.exception, ScraperError)


def test_the_archive_is_where_it_is_said_to_be(monkeypatch):
    where = []

    @luutru.command("where")
    @click.pass_obj
    def where_command(archive):
        where.append(archive)

    try:
        run = CliRunner().invoke
        run(luutru, ["where"])
        run(luutru, ["where"], env={"LUUTRU_ARCHIVE": "/from/environment"})
        run(luutru, ["--archive", "/said", "where"], env={"LUUTRU_ARCHIVE": "/from/environment"})
    finally:
        del luutru.commands["where"]
    assert where == [Path("data"), Path("/from/environment"), Path("/said")]
