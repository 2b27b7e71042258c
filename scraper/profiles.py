"""The profiles of portals: those that come with luutru, and files that people write."""

from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path

from archive.profile import InvalidProfileError, Profile
from pipelines.errors import UnknownParserError
from pipelines.parsing import sites
from scraper.errors import ProfileError

SUFFIX = ".toml"
MAX_SIZE = 1 << 20
"""Bytes; a larger file is no profile."""


def load_profile(name_or_path: str | Path) -> Profile:
    """Return the built-in profile of this name, or the one in the TOML file at this path.

    What looks like a path (a `/` in it, or `.toml` at its end) is one. Raises ProfileError,
    naming the file, the key and the reason, or the built-in names that come near.
    """
    name = str(name_or_path)
    if "/" in name or name.endswith(SUFFIX):
        return read_profile(Path(name))
    text = _builtin_texts().get(name)
    if text is None:
        raise ProfileError(_unknown(name))
    return _parse(text, origin=f"built-in profile {name}")


def read_profile(path: Path) -> Profile:
    """Read the profile in a TOML file; raises ProfileError."""
    try:
        if path.stat().st_size > MAX_SIZE:
            raise ProfileError(f"{path}: too large for a profile (over 1 MiB)")
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ProfileError(f"{path}: there is no such file") from None
    except OSError as error:
        raise ProfileError(f"{path}: can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path}: not UTF-8 text, which TOML must be: {error}") from error
    return _parse(text, origin=str(path))


def builtin_profiles() -> dict[str, Profile]:
    """Return the profiles that come with luutru, by key, in alphabetical order."""
    return {name: load_profile(name) for name in _builtin_texts()}


@cache
def _builtin_texts() -> dict[str, str]:
    folder = files("scraper.portals")
    found = sorted(item.name for item in folder.iterdir() if item.name.endswith(SUFFIX))
    return {
        name.removesuffix(SUFFIX): (folder / name).read_text(encoding="utf-8") for name in found
    }


def _parse(text: str, origin: str) -> Profile:
    try:
        profile = Profile.from_toml(text, origin)
        sites.load(profile.parser)
    except InvalidProfileError as error:
        raise ProfileError(str(error)) from error
    except UnknownParserError as error:
        raise ProfileError(f"{origin}: parser: {error}") from error
    return profile


def _unknown(name: str) -> str:
    names = list(_builtin_texts())
    near = get_close_matches(name, names, n=1)
    guess = f" Did you mean '{near[0]}'?" if near else ""
    path = f" For a file, give its path: ./{name}{SUFFIX}" if Path(name + SUFFIX).exists() else ""
    return f"There is no portal '{name}'.{guess} Built in: {', '.join(names)}.{path}"
