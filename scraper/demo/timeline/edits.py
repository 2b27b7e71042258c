"""What an act does to an article."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from random import Random

from scraper.demo.content.first import VIETNAM
from scraper.demo.content.story import (
    Dateline,
    Enclosure,
    Link,
    Make,
    Paragraph,
    Picture,
    Story,
)
from scraper.demo.content.writer import FIRST_PAPER
from scraper.demo.sections import picture_path
from scraper.demo.timeline.addresses import slug_of
from scraper.demo.timeline.calendar import date_of
from scraper.demo.timeline.events import Act, Event
from scraper.demo.timeline.figures import change_figure

ADDED = "Thời gian thực hiện đến hết ngày 30/09/2021."
UNSIGNED = (Make.BORN_DIGITAL, Make.SCANNED)
"""Files that can be made again with the same content; signing again is another signature."""

Edit = Callable[[Story, Random], Story]


def apply(story: Story, event: Event, rng: Random) -> Story:
    """Return the article after the event; an edit that finds nothing to edit changes the title."""
    if event.act is Act.DATED_EDIT:
        moment = redated(event.day)
        edited = _edit_text(story, rng)
        return replace(
            edited,
            published=moment,
            modified=moment,
            version=story.version + 1,
            dateline=Dateline.WORDS if story.dateline is Dateline.CLOCK else story.dateline,
        )
    if event.act in SAME_CONTENT:
        return SAME_CONTENT[event.act](story, rng)
    edited = EDITS[event.act](story, rng)
    return _retitle(story, rng) if edited == story else edited


def redated(day: int) -> datetime:
    """Return the date of publication that an edit on that day gives an article."""
    return datetime.combine(date_of(day), time(10, 0), VIETNAM)


def _keep(story: Story, _: Random) -> Story:
    return story


def _reformat(story: Story, _: Random) -> Story:
    return replace(story, markup=story.markup + 1)


def _regenerate(story: Story, _: Random) -> Story:
    files = tuple(
        replace(enclosure, build=enclosure.build + 1) if enclosure.make in UNSIGNED else enclosure
        for enclosure in story.enclosures
    )
    return replace(story, enclosures=files)


def _edit_text(story: Story, rng: Random) -> Story:
    """Change a figure or a date after the lead; where there is none, add a sentence."""
    blocks = list(story.blocks)
    for index in rng.sample(range(1, len(blocks)), max(len(blocks) - 1, 0)):
        changed = change_figure(blocks[index], rng)
        if changed:
            return replace(story, blocks=(*blocks[:index], changed, *blocks[index + 1 :]))
    for index, block in enumerate(blocks):
        if index and isinstance(block, Paragraph):
            longer = replace(block, text=f"{block.text} {ADDED}")
            return replace(story, blocks=(*blocks[:index], longer, *blocks[index + 1 :]))
    return story


def _retitle(story: Story, _: Random) -> Story:
    ending = " (cập nhật)"
    if story.title.endswith(ending):
        return replace(story, title=story.title.removesuffix(ending))
    return replace(story, title=story.title + ending)


def _keywords(story: Story, _: Random) -> Story:
    return replace(story, keywords=(*story.keywords, f"Bình Dương {len(story.keywords) + 1}"))


def _link(story: Story, rng: Random) -> Story:
    def moved(link: Link) -> Link:
        return replace(link, href=f"{link.href.partition('?')[0]}?ma={rng.randint(10000, 99999)}")

    blocks = tuple(
        replace(block, link=moved(block.link))
        if isinstance(block, Paragraph) and block.link
        else block
        for block in story.blocks
    )
    return replace(story, blocks=blocks)


def _attach(story: Story, _: Random) -> Story:
    count = len(story.enclosures) + 1
    added = Enclosure(
        f"{FIRST_PAPER + story.number}-bo-sung-{count}.pdf", "Văn bản bổ sung", Make.BORN_DIGITAL
    )
    if any(added.filename == enclosure.filename for enclosure in story.enclosures):
        return story
    return replace(story, enclosures=(*story.enclosures, added))


def _detach(story: Story, _: Random) -> Story:
    return replace(story, enclosures=story.enclosures[:-1])


def _relabel(story: Story, _: Random) -> Story:
    if not story.enclosures:
        return story
    first, *rest = story.enclosures
    return replace(story, enclosures=(replace(first, label=f"{first.label} (bản chính)"), *rest))


def _replace(story: Story, _: Random) -> Story:
    if not story.enclosures:
        return story
    first, *rest = story.enclosures
    first = replace(first, revision=first.revision + 1)
    return replace(story, enclosures=(first, *rest))


def _picture(story: Story, _: Random) -> Story:
    """Show another picture in the place of the first one; where there is none, one at the end."""
    places = [i for i, block in enumerate(story.blocks) if isinstance(block, Picture)]
    blocks = list(story.blocks)
    if not places:
        src = picture_path(story.section, story.number, "anh-1.jpg")
        blocks.append(Picture(src, "Ảnh minh họa"))
    else:
        old = blocks[places[0]]
        assert isinstance(old, Picture)
        blocks[places[0]] = replace(old, src=old.src.removesuffix(".jpg") + "-moi.jpg")
    return replace(story, blocks=tuple(blocks))


def _last_file(story: Story, change: Callable[[Enclosure], Enclosure]) -> Story:
    """Change the last file; nothing where there is none."""
    if not story.enclosures:
        return story
    *rest, last = story.enclosures
    return replace(story, enclosures=(*rest, change(last)))


def _rename_file(story: Story, _: Random) -> Story:
    def renamed(file: Enclosure) -> Enclosure:
        stem, dot, ending = file.name.partition(".")
        return replace(file, renamed=f"{stem}-ban-chinh-thuc{dot}{ending}")

    return _last_file(story, renamed)


def _move_file(story: Story, _: Random) -> Story:
    return _last_file(story, lambda file: replace(file, moves=file.moves + 1))


def _lose_file(story: Story, _: Random) -> Story:
    return _last_file(story, lambda file: replace(file, lost=True))


def _regain_file(story: Story, _: Random) -> Story:
    return _last_file(story, lambda file: replace(file, lost=False))


def _move(story: Story, _: Random) -> Story:
    moves = story.moves + 1
    return replace(story, slug=slug_of(story.title, moves), moves=moves, forwards=True)


def _readdress(story: Story, rng: Random) -> Story:
    return replace(_move(story, rng), forwards=False)


SAME_CONTENT: dict[Act, Edit] = {
    Act.WITHDRAW: _keep,
    Act.RESTORE: _keep,
    Act.REFORMAT: _reformat,
    Act.REGENERATE: _regenerate,
    Act.REGAIN_FILE: _regain_file,
    Act.MOVE: _move,
    Act.READDRESS: _readdress,
}
EDITS: dict[Act, Edit] = {
    Act.SILENT_EDIT: _edit_text,
    Act.RETITLE: _retitle,
    Act.KEYWORDS: _keywords,
    Act.LINK: _link,
    Act.ATTACH: _attach,
    Act.DETACH: _detach,
    Act.RELABEL: _relabel,
    Act.REPLACE: _replace,
    Act.PICTURE: _picture,
    Act.RENAME_FILE: _rename_file,
    Act.MOVE_FILE: _move_file,
    Act.LOSE_FILE: _lose_file,
}
