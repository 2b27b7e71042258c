"""What the documentation says of profiles and tables is what they are."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from archive.profile import Profile
from archive.schema import FULL_TEXT, VIEWS, metadata
from archive.units import parse_duration, parse_size

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "profiles.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([a-z_.]+)` \| .+ \| (.+) \|$", TEXT, re.MULTILINE)
DEFAULTS = {key: re.findall("`(.+)`", default) for key, default in ROWS}


def _keys(model: type[BaseModel], prefix: str = "") -> dict[str, Any]:
    """Return each key as it is written in TOML, with its default."""
    keys: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            keys |= _keys(field.annotation, f"{name}.")
        else:
            keys[prefix + name] = field.default
    return keys


KEYS = _keys(Profile)


def test_every_key_is_documented_and_no_other() -> None:
    assert [key for key, _ in ROWS] == list(KEYS)


@pytest.mark.parametrize("key", [key for key in KEYS if DEFAULTS.get(key)])
def test_defaults_are_as_documented(key: str) -> None:
    (written,), default = DEFAULTS[key], KEYS[key]
    assert str(default) in {written, written.capitalize()} or default in _values(written)


@pytest.mark.parametrize("key", KEYS)
def test_keys_without_default_are_said_to_be_needed(key: str) -> None:
    needed = KEYS[key] is PydanticUndefined
    assert needed == (dict(ROWS)[key] == "must be given")


def test_the_example_is_a_profile() -> None:
    (example,) = re.findall(r"```toml\n(.+?)```", TEXT, re.DOTALL)
    profile = Profile.from_toml(example, "docs/profiles.md")
    assert profile.is_article("https://www.tinhmau.example/tin-tuc/2021/4500-ke-hoach")
    assert profile.is_listing("https://www.tinhmau.example/thong-bao?Page=2")


def _values(written: str) -> list[object]:
    values: list[object] = []
    for read in (parse_duration, parse_size):
        try:
            values.append(read(written))
        except ValueError:
            continue
    return values


def test_every_table_and_view_is_in_the_architecture() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    names = [*metadata.tables, *VIEWS, *FULL_TEXT]
    inner = {"version_texts", "page_texts"}  # what the full-text indexes read
    assert [name for name in names if f"`{name}`" not in text and name not in inner] == []
