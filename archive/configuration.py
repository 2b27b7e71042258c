"""`luutru.toml` in the archive's folder: what its owner set for this archive.

It may hold passwords of mail accounts and keys of chat rooms. So it lies beside the database,
never in it, and no export contains it.
"""

import logging
import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from archive.errors import ArchiveError
from archive.folder import ArchiveFolder
from archive.profile import Address, explain
from archive.search.query import parse_query

logger = logging.getLogger(__name__)

_OTHERS = 0o077
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class InvalidConfigurationError(ArchiveError):
    """A configuration that can't be used; the message names the key and the reason."""


def _clock(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is no time of day; write it like 07:00") from None


def _query(text: str) -> str:
    if not parse_query(text):
        raise ValueError(f"{text!r} asks for no word; write it as in the search box")
    return text


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(f"{text!r} is no name of an alert; use a-z, 0-9, - and _")
    return text


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Queries = Annotated[tuple[Annotated[str, AfterValidator(_query)], ...], Field(strict=False)]


class Alert(_Section):
    """Whom to tell of what, and how often."""

    to: Annotated[tuple[str, ...], Field(min_length=1, strict=False)]
    """Addresses as Apprise writes them: `mailtos://…`, `tgram://…`, `json://…`."""
    portals: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """Keys of portals; empty: all of the archive."""
    new: bool | Queries = True
    """New articles: all, none, or those that one of these queries finds."""
    exact: bool = False
    """Whether diacritics in queries count."""
    edited: bool | Literal["silent"] = True
    """Edits: all, none, or those that left the date as it was."""
    gone: bool = True
    """Articles that were removed, or came back."""
    files: bool = True
    """Files added to known articles, replaced or withdrawn."""
    unhealthy: bool = True
    """Runs whose result can't be trusted, and why."""
    digest: Literal["run", "day", "week"] = "run"
    """One message a run, or one for all runs of a day or of a week."""
    at: Annotated[time, BeforeValidator(_clock)] = time(7)
    """When the message for a day or a week (on Mondays) is due, by this computer's clock."""


class Configuration(_Section):
    """All of `luutru.toml`; what it leaves out has these defaults."""

    base_url: Address | None = None
    """Where the archive is served to readers; links of alerts and feeds lead there."""
    language: Literal["vi", "en"] = "vi"
    """The language of messages."""
    alerts: dict[Annotated[str, AfterValidator(_name)], Alert] = {}
    """Alerts by name."""


def read_configuration(folder: ArchiveFolder) -> Configuration:
    """Read an archive's configuration; the defaults where it has none.

    Warns where others on this computer can read it and it holds addresses. Raises
    InvalidConfigurationError.
    """
    path = folder.configuration
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Configuration()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidConfigurationError(f"{path} can't be read: {error}") from error
    configuration = parse_configuration(text, str(path))
    if configuration.alerts:
        _warn_of_readers(path)
    return configuration


def parse_configuration(text: str, origin: str) -> Configuration:
    """Read the text of a configuration; `origin` names it in messages."""
    try:
        return Configuration.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InvalidConfigurationError(f"{origin}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise InvalidConfigurationError(explain(error, origin)) from error


def _warn_of_readers(path: Path) -> None:
    if path.stat().st_mode & _OTHERS:
        logger.warning(
            "%s can be read by others on this computer, and addresses in it may hold passwords. "
            "To keep it private: chmod 600 %s",
            path,
            path,
        )
