"""Up to which run each alert has told what there was to tell."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from archive.configuration import Alert
from archive.errors import ArchiveError
from archive.jsonfile import read_json, write_json

STATE = "state.json"
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one alert has come: the last run told of each portal, and the last period ended."""

    told: Mapping[str, int] = field(default_factory=dict)
    period: str = ""


def period_of(alert: Alert, now: datetime) -> str:
    """Return the day or week, as text that sorts as time does, in which a digest falls.

    Days begin at the alert's hour, weeks with the Monday at that hour, in the zone of `now`.
    Alerts of single runs have no periods.
    """
    if alert.digest == "run":
        return ""
    begins = now - (datetime.combine(now.date(), alert.at) - datetime.combine(now.date(), time()))
    day = begins.date()
    if alert.digest == "week":
        day -= timedelta(days=day.weekday())
    return day.isoformat()


def read_progress(alerts: Path) -> dict[str, Progress]:
    """Read the progress of all alerts, by name. Raises ArchiveError."""
    document = read_json(alerts / STATE) or {}
    try:
        return {name: Progress(**said) for name, said in document.items()}
    except (TypeError, AttributeError) as error:
        raise ArchiveError(
            f"{alerts / STATE} does not say how far alerts have come ({error}). Remove it: alerts "
            "begin anew with the next run."
        ) from error


def write_progress(alerts: Path, progress: Mapping[str, Progress]) -> None:
    """Write the progress of all alerts; it is on the disk then."""
    alerts.mkdir(mode=_PRIVATE, exist_ok=True)
    write_json(alerts / STATE, {name: asdict(each) for name, each in progress.items()})
