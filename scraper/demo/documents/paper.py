"""What an attached document says, before it is made into a file."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from scraper.demo.chance import dice
from scraper.demo.content.first import FIRST_PUBLISHED
from scraper.demo.content.phrases import fill, phrases
from scraper.demo.content.story import Enclosure, Story

SYMBOLS = {
    "KH": ("KẾ HOẠCH", "KH-UBND"),
    "QD": ("QUYẾT ĐỊNH", "QĐ-UBND"),
    "TB": ("THÔNG BÁO", "TB-UBND"),
    "CV": ("CÔNG VĂN", "UBND-KT"),
    "BC": ("BÁO CÁO", "BC-UBND"),
}
FILE_NAME = re.compile(r"(?P<number>\d+)-(?P<code>[A-Z]{2})\b")
CITING_THE_FIRST = (
    "Thực hiện Kế hoạch số 4500/KH-UBND ngày 07 tháng 9 năm 2021 của Ủy ban nhân dân tỉnh;"
)
"""What every paper later than the first article's plan is based on."""
NOTICE = "Bản trình diễn, không có giá trị pháp lý."


@dataclass(frozen=True, slots=True)
class Paper:
    """One official document: `4500/KH-UBND`, its kind, place and date, subject, text, signer."""

    number: str
    kind: str
    dated: datetime
    subject: str
    paragraphs: tuple[str, ...]
    signer: str

    @property
    def letterhead(self) -> tuple[str, ...]:
        """The lines above the document's kind."""
        return (
            "ỦY BAN NHÂN DÂN TỈNH BÌNH DƯƠNG",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            f"Số: {self.number}",
            f"Bình Dương, ngày {self.dated:%d} tháng {self.dated.month} năm {self.dated.year}",
        )

    @property
    def closing(self) -> tuple[str, ...]:
        """The lines below its text."""
        return ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", self.signer, NOTICE)


def write_paper(seed: str, story: Story, enclosure: Enclosure) -> Paper:
    """Return what a file says; `story` is its article as first published."""
    rng = dice(seed, story.number, enclosure.filename, "paper", enclosure.revision)
    number, kind = _number(story, enclosure)
    day = story.published.date()
    count = rng.randint(6, 14)
    text = [
        f"Điều {index}. " + " ".join(
            fill(rng.choice(phrases().common), rng, day) for _ in range(2)
        )
        for index in range(1, count + 1)
    ]  # fmt: skip
    return Paper(
        number=number,
        kind=kind,
        dated=story.published - timedelta(days=1),
        subject=story.title.rstrip("."),
        paragraphs=(
            f"Căn cứ đề nghị của {rng.choice(phrases().agencies)};",
            *([CITING_THE_FIRST] if story.published > FIRST_PUBLISHED else []),
            *text,
        ),
        signer=rng.choice(phrases().people),
    )


def _number(story: Story, enclosure: Enclosure) -> tuple[str, str]:
    match = FILE_NAME.match(enclosure.filename)
    if match and match["code"] in SYMBOLS:
        kind, symbol = SYMBOLS[match["code"]]
        return f"{match['number']}/{symbol}", kind
    return f"{4500 + story.number}/PL-UBND", "PHỤ LỤC"
