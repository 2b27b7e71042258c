"""Every command in the README exists, and every command that exists is in the README."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from sqlalchemy import text

from archive.catalogue import open_catalogue
from archive.profile import Profile
from archive.queries.reading import reading
from scraper.cli.group import luutru

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_CALL = re.compile(r"(?:^|\s|/)(luutru\s.+|luutru)$")


def _blocks(language: str) -> list[str]:
    return [block for found, block in _BLOCK.findall(README) if found == language]


def _calls(document: str) -> list[str]:
    """List the calls of luutru in code, in a block or a line, without comments."""
    inline = _CODE.findall(_BLOCK.sub("", document))
    lines = [line for _, block in _BLOCK.findall(document) for line in block.splitlines()]
    code = [line.partition(" #")[0].strip() for line in [*inline, *lines]]
    return [found[1] for line in code if (found := _CALL.search(line))]


def _resolve(call: str) -> tuple[list[str], list[str]]:
    """Walk a call through the command line: return its commands, and what is wrong with it."""
    words = iter(shlex.split(call)[1:])
    command: click.Command = luutru
    path: list[str] = []
    positional = 0
    for word in words:
        options = {name: option for option in command.params for name in option.opts}
        options |= {name: option for option in command.params for name in option.secondary_opts}
        if word in {"--help", "…"}:
            continue
        if word.startswith("-"):
            option = options.get(word)
            if option is None:
                return path, [f"{' '.join(path)} has no option {word}"]
            if isinstance(option, click.Option) and not option.is_flag:
                next(words, None)
        elif isinstance(command, click.Group):
            found = command.get_command(click.Context(command), word)
            if found is None:
                return path, [f"there is no command {word}"]
            command, path = found, [*path, word]
        else:
            positional += 1
    arguments = [param for param in command.params if isinstance(param, click.Argument)]
    any_number = any(argument.nargs < 0 for argument in arguments)
    too_many = positional > len(arguments) and not any_number
    return path, [f"{call} has too many arguments"] if too_many else []


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("call", _calls(README) + [c for d in DOCS.values() for c in _calls(d)])
def test_what_is_documented_exists(call: str) -> None:
    assert _resolve(call)[1] == []


def test_what_exists_is_documented() -> None:
    documented = [_resolve(call)[0] for call in _calls(README)]
    assert [command for command in _commands(luutru) if list(command) not in documented] == []


@pytest.mark.parametrize(
    "call", ["luutru crwal x", "luutru crawl x --speed 3", "luutru status a", "luutru portals lst"]
)
def test_a_slip_would_be_noticed(call: str) -> None:
    assert _resolve(call)[1] != []


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", README, re.MULTILINE))
    targets = {name for pair in named for name in pair if name}
    assert targets >= {"demo", "test"}
    assert targets <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_what_make_calls_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    calls = re.findall(r"^\t\$\(BIN\)/(luutru [a-z]+).*?(--[a-z-]+)?\)?$", makefile, re.MULTILINE)
    assert calls
    assert [_resolve(" ".join(call))[1] for call in calls] == [[] for _ in calls]


@pytest.mark.parametrize("query", _blocks("sql"))
def test_queries_run(tmp_path: Path, query: str) -> None:
    open_catalogue(tmp_path / "archive.db").dispose()
    with reading(tmp_path / "archive.db") as db:
        assert db.execute(text(query.replace(":00", r"\:00"))).all() == []


def test_the_profile_is_one() -> None:
    (example,) = _blocks("toml")
    assert Profile.from_toml(example, "README.md").key == tomllib.loads(example)["key"]


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
