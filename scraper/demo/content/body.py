"""The body of a made-up article: its lead, paragraphs and what stands between them."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from scraper.demo.content.phrases import Topic, fill, phrases
from scraper.demo.content.story import (
    Block,
    Bullets,
    Heading,
    Link,
    Paragraph,
    Picture,
    Table,
)
from scraper.demo.content.traits import Shape
from scraper.demo.sections import Section, picture_path

OUTSIDE = "https://dichvucong.example.vn/thu-tuc?ma="


@dataclass(frozen=True, slots=True)
class Draft:
    """What the writing of one body draws on."""

    rng: Random
    topic: Topic
    day: date
    section: Section
    number: int
    unused: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """Return a sentence; none comes twice before all have come."""
        if not self.unused:
            pool = (*self.topic.sentences, *phrases().common)
            self.unused.extend(self.rng.sample(pool, len(pool)))
        return fill(self.unused.pop(), self.rng, self.day)

    def paragraph(self) -> Paragraph:
        """Return a paragraph of two to four sentences."""
        return Paragraph(" ".join(self.sentence() for _ in range(self.rng.randint(2, 4))))


def write_body(draft: Draft, shape: Shape) -> tuple[Block, ...]:
    """Return the blocks of an article of that shape; the first is the lead."""
    if shape is Shape.EMPTY:
        return ()
    lead = Paragraph(fill(draft.rng.choice(draft.topic.leads), draft.rng, draft.day))
    count = 44 if shape is Shape.LONG else draft.rng.randint(4, 8)
    paragraphs: list[Block] = [draft.paragraph() for _ in range(count)]
    middle = len(paragraphs) // 2
    return (lead, *paragraphs[:middle], *_inset(draft, shape), *paragraphs[middle:])


def _inset(draft: Draft, shape: Shape) -> tuple[Block, ...]:
    match shape:
        case Shape.TABLE:
            return (Heading("Kết quả thực hiện"), _table(draft))
        case Shape.PICTURES:
            return tuple(_picture(draft, index) for index in (1, 2))
        case Shape.LISTS:
            items = tuple(draft.sentence() for _ in range(4))
            return (Heading("Các nội dung chính"), Bullets(items))
        case Shape.LINKS:
            link = Link("Cổng dịch vụ công", f"{OUTSIDE}{draft.rng.randint(1000, 9999)}")
            return (Paragraph("Hồ sơ và biểu mẫu được cung cấp tại", link),)
        case _:
            return ()


def _table(draft: Draft) -> Table:
    parks = draft.rng.sample(phrases().parks, 5)
    rows = [("STT", "Khu công nghiệp", "Số doanh nghiệp", "Tỷ lệ (%)")]
    rows += [
        (str(index), park, fill("{number}", draft.rng, draft.day),
         fill("{percent}", draft.rng, draft.day))
        for index, park in enumerate(parks, start=1)
    ]  # fmt: skip
    return Table(tuple(rows))


def _picture(draft: Draft, index: int) -> Picture:
    park = draft.rng.choice(phrases().parks)
    return Picture(
        picture_path(draft.section, draft.number, f"anh-{index}.jpg"),
        f"Ảnh {index}: Hoạt động tại {park}",
    )
