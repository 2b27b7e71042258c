"""The name and release of this software, as exports tell it."""

from importlib.metadata import PackageNotFoundError, version


def software() -> str:
    """Return `luutru/RELEASE`."""
    try:
        return f"luutru/{version('luutru')}"
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "luutru/unreleased"
