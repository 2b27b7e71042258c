"""The words that made-up articles are written with, read from `phrases.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article can be about; texts have {slots}."""

    name: str
    keywords: tuple[str, ...]
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The whole vocabulary."""

    agencies: tuple[str, ...]
    parks: tuple[str, ...]
    districts: tuple[str, ...]
    people: tuple[str, ...]
    authors: tuple[str, ...]
    sources: tuple[str, ...]
    common: tuple[str, ...]
    topics: tuple[Topic, ...]


@cache
def phrases() -> Phrases:
    """Return the vocabulary of the package."""
    text = files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    topics = tuple(map(_topic, data.pop("topics")))
    return Phrases(topics=topics, **{key: tuple(value) for key, value in data.items()})


def _topic(data: dict[str, Any]) -> Topic:
    texts = {key: tuple(value) for key, value in data.items() if key != "name"}
    return Topic(name=data["name"], **texts)


def fill(template: str, rng: Random, day: date) -> str:
    """Return a sentence with its slots filled; its dates lie before or after `day`.

    Every slot is drawn whether the template has it or not, so that templates can be reworded
    without changing what is drawn after them.
    """
    words = phrases()
    near, past = (day + timedelta(days=rng.randint(*span)) for span in ((3, 45), (-9, -1)))
    return template.format(
        agency=rng.choice(words.agencies),
        park=rng.choice(words.parks),
        district=rng.choice(words.districts),
        person=rng.choice(words.people),
        number=f"{rng.randint(1, 29)}.{rng.randint(0, 999):03d}",
        small=rng.randint(3, 28),
        percent=f"{rng.randint(2, 96)},{rng.randint(1, 9)}",
        money=f"{rng.randint(5, 480)},{rng.randint(1, 9)}",
        date=f"{near:%d/%m/%Y}",
        past=f"{past:%d/%m/%Y}",
        paper=f"{rng.randint(100, 6999)}/UBND-KT",
        quarter=("I", "II", "III", "IV")[(day.month - 1) // 3],
        quarter_words=f"quý {('I', 'II', 'III', 'IV')[(day.month - 1) // 3]} năm {day.year}",
        month=f"{day:%m}",
        year=day.year,
    )
