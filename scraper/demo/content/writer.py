"""Writes the article of any number: always the same for the same seed, number and first day."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

from scraper.demo.chance import dice
from scraper.demo.content.body import Draft, write_body
from scraper.demo.content.first import FIRST_NUMBER, first_story
from scraper.demo.content.phrases import fill, phrases
from scraper.demo.content.story import Enclosure, Make, Story
from scraper.demo.content.traits import Shape, Traits, traits_of
from scraper.demo.sections import SECTIONS, Section, picture_path

KINDS = {
    "KH": "Kế hoạch", "QD": "Quyết định", "TB": "Thông báo", "CV": "Công văn", "BC": "Báo cáo",
}  # fmt: skip
FIRST_PAPER = 4500
SUFFIXES = {
    Make.BORN_DIGITAL: ".pdf",
    Make.SCANNED: ".pdf",
    Make.SIGNED_SCAN: ".signed.pdf",
    Make.SIGNED: ".signed.signed.pdf",
    Make.DOCX: ".docx",
    Make.ALTERED: ".signed.pdf",
}


@lru_cache(maxsize=8192)
def write_story(seed: str, number: int, published: datetime) -> Story:
    """Return article `number` (from 1) as it reads when it first appears at `published`."""
    if number == FIRST_NUMBER:
        return first_story()
    traits = traits_of(seed, number)
    rng = dice(seed, number, "story")
    section = section_of(seed, number)
    topic = rng.choice(phrases().topics)
    draft = Draft(rng, topic, published.date(), section, number)
    story = Story(
        number=number,
        section=section,
        title=fill(rng.choice(topic.titles), rng, published.date()),
        published=published,
        dateline=traits.dateline,
        blocks=write_body(draft, traits.shape),
        enclosures=_enclosures(rng, number, traits),
        views=rng.randint(3, 15_000),
        keywords=tuple(rng.sample(topic.keywords, 2)),
        created_by=rng.choice(phrases().people),
        decomposed=traits.shape is Shape.DECOMPOSED,
        source=rng.choices([*phrases().sources, None], [80, 8, 8, 4])[0],
        author=rng.choice(phrases().authors),
    )
    return _with_extras(story, rng, traits)


@lru_cache(maxsize=1 << 17)
def section_of(seed: str, number: int) -> Section:
    """Return the section that carries an article."""
    if number == FIRST_NUMBER:
        return SECTIONS[0]
    return dice(seed, number, "section").choices(SECTIONS, [50, 22, 16, 12])[0]


def _with_extras(story: Story, rng: Random, traits: Traits) -> Story:
    image = picture_path(story.section, story.number, "dai-dien.jpg")
    story = replace(
        story,
        image=image if rng.random() < 0.4 else None,
        summary=story.title + "." if rng.random() < 0.2 else None,
        created=story.published - timedelta(minutes=12),
        modified=story.published + timedelta(minutes=7),
        fields=(
            ("Trạng thái", "Đã duyệt"),
            ("Số Trang", "1"),
            ("Tin nổi bật", rng.choice(("Yes", "No"))),
        ),
    )
    if traits.shape is Shape.SPARSE:
        return replace(
            story, source=None, author=None, keywords=(), views=None, image=None, summary=None
        )
    if traits.shape is Shape.EMPTY:
        return replace(story, summary=None, image=None)
    return story


def _enclosures(rng: Random, number: int, traits: Traits) -> tuple[Enclosure, ...]:
    first = rng.randrange(len(KINDS))
    found = []
    for index, make in enumerate(traits.makes):
        code = list(KINDS)[(first + index) % len(KINDS)]
        name = f"{FIRST_PAPER + number}-{code}{SUFFIXES[make]}"
        if make is Make.DOCX:
            name = f"Phụ lục {index + 1} kèm {KINDS[code]} {FIRST_PAPER + number}.docx"
        label = "Phụ lục" if make is Make.DOCX else KINDS[code]
        if make is Make.ALTERED:
            name, label = first_story().enclosures[0].filename, "Kế hoạch (bản sao)"
        found.append(Enclosure(name, label, make))
    return tuple(found)
