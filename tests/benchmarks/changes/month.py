"""A month of the bundled portal: its weather, and a crawl each day."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scraper.demo import Absence, Design, Portal, Weather, serve
from scraper.demo.timeline.calendar import evening_of
from scraper.profiles import load_profile

PORTAL = "demo"
CLOCKED = Path(__file__).with_name("clocked.py")
LYING = 0.02
"""Share of articles in whose place something else comes, on a day."""
DONE, UNHEALTHY = 0, 3

_OUTAGE = Weather(outage=1.0)
_MISLAID = Weather(missing=0.6)
_NOTICE = Weather(maintenance=True)


@dataclass(frozen=True)
class Month:
    """So many articles on day 0, and a crawl on it and on each of the days after."""

    articles: int
    days: int
    seed: str = "luutru"
    crawled: list[int] = field(default_factory=list)

    @property
    def all_days(self) -> range:
        """Every day on which there is a crawl."""
        return range(self.days + 1)

    @cached_property
    def forecast(self) -> Mapping[int, Weather]:
        """A challenge day, an outage, a day of mislaid articles, a redesign, a day of empty lists.

        A longer month has a maintenance day, and its outage lasts two days.
        """
        at = {name: round(share * self.days) for name, share in SHARES.items()}
        weather = {at["challenge"]: Weather(challenge=True), at["outage"]: _OUTAGE}
        if self.days >= LONG:
            weather |= {at["maintenance"]: _NOTICE, at["outage"] + 1: _OUTAGE}
        weather[at["mislaid"]] = _MISLAID
        for day in range(at["redesign"], self.days + 1):
            empty = day == at["empty"]
            weather[day] = Weather(design=Design.REDESIGN, empty_lists=empty)
        return weather

    @cached_property
    def portal(self) -> Portal:
        """The portal, on its first day."""
        return Portal(
            seed=self.seed,
            articles=self.articles,
            rate=max(3, self.articles // 100),
            eventful=True,
            lying=LYING if self.days >= LONG else 5 * LYING,
            absences=tuple(Absence),
            forecast=self.forecast,
        )

    def is_bad(self, day: int) -> bool:
        """Say whether what is missed on a day is not to be believed."""
        return not self.portal.weather_on(day).is_sound


LONG = 16
SHARES = {
    "challenge": 1 / 8, "maintenance": 3 / 8, "outage": 1 / 2, "mislaid": 5 / 8,
    "redesign": 6 / 8, "empty": 7 / 8,
}  # fmt: skip
"""When what comes, as a share of the days."""


def profile_text() -> str:
    """Return the bundled profile as it ships, but for removals: two daily looks must miss."""
    text = load_profile(PORTAL).text
    head, _, _ = text.partition("[change]")
    return f'{head}[change]\ngone_after_looks = 2\ngone_after = "23h"\n'


def run_month(month: Month, folder: Path, tell: Callable[[str], None]) -> None:
    """Crawl the portal every day into `folder/data`; raises RuntimeError where a crawl fails."""
    profile = folder / "demo.toml"
    profile.write_text(profile_text(), encoding="utf-8")
    portal = month.portal
    with serve(portal) as base:
        for day in month.all_days:
            if day:
                portal.advance()
            started = time.monotonic()
            status = _crawl(folder, profile, base, day)
            took = time.monotonic() - started
            served = portal.served - portal.dawn
            tell(f"day {day}: {served} requests, {took:.1f} s, status {status}")


def _crawl(folder: Path, profile: Path, base: str, day: int) -> int:
    command = [sys.executable, str(CLOCKED), evening_of(day).isoformat()]
    command += ["--archive", str(folder / "data"), "crawl", str(profile), "--home", base]
    log = folder / f"day-{day:02}.log"
    with log.open("wb") as output:
        status = subprocess.run(
            [*command, "--all", "--no-progress"], stdout=output, stderr=output, check=False
        ).returncode
    if status not in {DONE, UNHEALTHY}:
        raise RuntimeError(f"the crawl of day {day} ended with {status}: {log.read_text()[-4000:]}")
    return status
