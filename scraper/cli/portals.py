"""`luutru portals`: the profiles of portals."""

from pathlib import Path

import click
from rich.table import Table

from archive.profile import Profile
from pipelines.parsing.sites import load
from scraper.cli.examples import examples
from scraper.cli.output import json_option, print_json, stdout
from scraper.profiles import builtin_profiles, read_profile


@click.group()
def portals() -> None:
    """List and check the profiles of portals."""


@portals.command("list", epilog=examples("portals list"))
@json_option
def list_(as_json: bool) -> None:
    """List the profiles that come with luutru."""
    profiles = builtin_profiles()
    if as_json:
        print_json({"portals": [summary(profile) for profile in profiles.values()]})
        return
    table = Table("Portal", "Name", "Home", box=None, pad_edge=False)
    for key, profile in profiles.items():
        table.add_row(key, profile.name, profile.home)
    stdout().print(table)


@portals.command(epilog=examples("portals check ./tinh-mau.toml"))
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def check(file: Path, as_json: bool) -> None:
    """Check the profile in FILE; say which key is wrong, and why."""
    profile = read_profile(file)
    load(profile.parser)
    if as_json:
        print_json({"ok": True, **summary(profile)})
        return
    stdout().print(f"{file}: sound. Portal {profile.key}: {profile.name}, {profile.home}")


def summary(profile: Profile) -> dict[str, object]:
    """Return what `--json` says of a profile."""
    return {
        "key": profile.key,
        "name": profile.name,
        "home": profile.home,
        "parser": profile.parser,
        "start": list(profile.crawl.start),
    }
