"""The lock files hold what pyproject.toml asks for, each file of it by its hash."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
RUNTIME, TEST = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = PROJECT["project"]["dependencies"]
EXTRAS = PROJECT["project"]["optional-dependencies"]

_PIN = re.compile(
    r"^(?P<pin>[a-z0-9][^\n]*?) \\\n(?P<hashes>(?:    --hash=[^\n]*\n?)+)", re.MULTILINE
)


def _pins(lock: Path) -> list[Requirement]:
    return [Requirement(found["pin"]) for found in _PIN.finditer(lock.read_text())]


def _unmet(asked: list[str], pins: list[Requirement]) -> list[str]:
    """List what no pin answers, or one with a version that is not the one asked for."""
    return [
        text
        for text in asked
        for wanted in [Requirement(text)]
        if not any(
            canonicalize_name(pin.name) == canonicalize_name(wanted.name)
            and wanted.specifier.contains(next(iter(pin.specifier)).version, prereleases=True)
            for pin in pins
        )
    ]


def test_runtime_lock_satisfies_the_project_and_its_build() -> None:
    build = PROJECT["build-system"]["requires"]
    assert _unmet([*ASKED, *build], _pins(RUNTIME)) == [], "run 'make lock'"


def test_test_lock_satisfies_every_extra() -> None:
    asked = [text for extra in EXTRAS.values() for text in extra]
    assert _unmet([*ASKED, *asked], _pins(TEST)) == [], "run 'make lock'"


def test_tests_run_with_what_is_installed_for_users() -> None:
    assert {str(pin) for pin in _pins(RUNTIME)} <= {str(pin) for pin in _pins(TEST)}


@pytest.mark.parametrize("lock", [RUNTIME, TEST], ids=lambda lock: lock.name)
def test_each_pin_has_hashes_and_no_place_to_fetch_from(lock: Path) -> None:
    text = lock.read_text()
    lines = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
    assert len(_pins(lock)) == len(lines) > 50
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=sha256:[0-9a-f]{64})", text, re.MULTILINE)


def test_a_pin_that_is_too_old_is_noticed() -> None:
    assert _unmet(["rich>=14"], [Requirement("rich==13.9")]) == ["rich>=14"]
    assert _unmet(["rich>=14"], [Requirement("click==8.5")]) == ["rich>=14"]
    assert _unmet(["Rich[jupyter]>=14"], [Requirement("rich==14.1")]) == []
