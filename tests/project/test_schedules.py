"""What docs/schedules.md says of `luutru.toml` is what can be set there."""

import re
from pathlib import Path

from archive.configuration import Alert, Configuration, parse_configuration

TEXT = (Path(__file__).parents[2] / "docs" / "schedules.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([a-z_]+)` \| .+ \| (.*) \|$", TEXT, re.MULTILINE))


def test_every_key_is_documented_and_no_other() -> None:
    assert list(ROWS) == [
        *(name for name in Configuration.model_fields if name != "alerts"),
        *Alert.model_fields,
    ]


def test_defaults_are_as_documented() -> None:
    alert = Alert(to=("json://x",))
    for name in ("new", "exact", "edited", "gone", "files", "unhealthy"):
        assert ROWS[name] == f"`{str(getattr(alert, name)).lower()}`"
    assert (ROWS["digest"], ROWS["at"]) == (f'`"{alert.digest}"`', f'`"{alert.at:%H:%M}"`')
    assert ROWS["language"] == f"`{Configuration().language}`"


def test_examples_can_be_used() -> None:
    blocks = re.findall(r"```toml\n(.+?)```", TEXT, re.DOTALL)
    assert blocks
    for block in blocks:
        assert parse_configuration(block, "docs/schedules.md").alerts
