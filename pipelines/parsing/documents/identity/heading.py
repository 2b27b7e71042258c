"""The head of the first page: kind, issuing body, place and date, subject."""

import re
from datetime import date

from archive.content import Fact
from pipelines.parsing.documents.identity.kinds import HEADINGS, LETTER, kind_of_symbol
from pipelines.parsing.documents.identity.number import HEAD, NUMBER_LINE

CAPITAL = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
DATE_LINE = re.compile(
    rf"(?P<place>(?:[{CAPITAL}][^\s,:;/]*\.?[ ]?){{1,5}}),\s*"
    r"ngày\s*(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2})\s*năm\s*(?P<year>\d{4})"
)
MOTTO = re.compile(
    r"CỘNG\s*H(?:ÒA|OÀ)\s*XÃ\s*HỘI\s*CHỦ\s*NGHĨA\s*VIỆT\s*NAM|"
    r"Độc\s*lập\s*[-–]\s*Tự\s*do\s*[-–]\s*Hạnh\s*phúc|ĐẢNG\s*CỘNG\s*SẢN\s*VIỆT\s*NAM"
)
BODY = re.compile(
    r"^(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|SỞ|BAN|BỘ|CỤC|TỔNG CỤC|CHI CỤC|VĂN PHÒNG|PHÒNG(?!,)|"
    r"TRUNG TÂM|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|CHÍNH PHỦ|THỦ TƯỚNG|THANH TRA|KHO BẠC|BẢO HIỂM|"
    r"TÒA ÁN|VIỆN|CÔNG AN|MẶT TRẬN|LIÊN ĐOÀN|HỘI|TRƯỜNG|BỆNH VIỆN|QUỸ)\b"
)
BODY_START = re.compile(
    r"^(?:Căn cứ|Thực hiện|Kính gửi|Theo|Nhằm|Điều|Để|Ngày|Xét|Chương|Phần|[IVX]+\.|\d+\.|[-+*•])",
)
ABOUT = re.compile(r"V/v:?\s+(?P<subject>.+)")
RULE = re.compile(r"^\s*[-–_*]{3,}\s*$")
"""The line drawn under a subject, where recognition reads it."""
MAX_SUBJECT_LINES = 5


def heading_facts(first_page: str, number: str | None) -> list[Fact]:
    """Read the head of the first page; `number` is the document's own, where it is known."""
    head = first_page[:HEAD]
    kind = _kind(head, number)
    return [fact for fact in (kind, _issuer(head), *_dateline(head), _subject(head, kind)) if fact]


def _kind(head: str, number: str | None) -> Fact | None:
    """Take the heading and the symbol where they agree, either alone; nothing of a quarrel."""
    heading = _heading_line(head)
    named = kind_of_symbol(number) if number else None
    if heading:
        line, kind = heading
        if named is None:
            return Fact("kind", kind, line, 1, 0.9)
        return Fact("kind", kind, line, 1, 0.99) if kind == named else None
    if named:
        return Fact("kind", named, number or "", 1, 0.8)
    about = ABOUT.search(head)
    return Fact("kind", LETTER, about[0], 1, 0.85) if number and about else None


def _heading_line(head: str) -> tuple[str, str] | None:
    """Find the one line that is the name of a kind in capitals, and nothing else."""
    lines = [line.strip(" *_-–") for line in head.split("\n")]
    found = [(line, HEADINGS[line]) for line in lines if line in HEADINGS]
    return found[0] if len({kind for _, kind in found}) == 1 else None


def _issuer(head: str) -> Fact | None:
    """Read the lines in capitals above the number; the last body named there is the issuer."""
    number = NUMBER_LINE.search(head)
    if number is None:
        return None
    bodies: list[str] = []
    for line in head[: number.start()].split("\n"):
        words = " ".join(MOTTO.sub("", line).strip(" -–_*").split())
        if not words or words != words.upper() or not any(letter.isalpha() for letter in words):
            continue
        if BODY.match(words):
            bodies.append(words)
        elif bodies:
            bodies[-1] += " " + words
    return Fact("issuer", bodies[-1], " / ".join(bodies), 1, 0.85) if bodies else None


def _dateline(head: str) -> list[Fact]:
    """Read place and date where one such line stands; a date that is none is left out."""
    match = DATE_LINE.search(NUMBER_LINE.sub(" ", head))
    if match is None:
        return []
    line = " ".join(match[0].split())
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return []
    place = " ".join(match["place"].split())
    return [Fact("place", place, line, 1, 0.9), Fact("date", day.isoformat(), line, 1, 0.95)]


def _subject(head: str, kind: Fact | None) -> Fact | None:
    if kind is None:
        return None
    if kind.evidence in HEADINGS:
        _, _, rest = head.partition(f"\n{kind.evidence}\n")
        return _gathered(rest, 0.85)
    about = ABOUT.search(head)
    if about is None:
        return None
    # the date may stand between, where both columns of the head run together
    return _gathered(DATE_LINE.sub("", head[about.start("subject") :]), 0.75)


def _gathered(text: str, confidence: float) -> Fact | None:
    """Gather lines until the body plainly begins; without its beginning there is no subject."""
    subject: list[str] = []
    for line in text.split("\n"):
        if BODY_START.match(line) or (subject and RULE.match(line)):
            break
        if line.strip():
            subject.append(line)
        if len(subject) > MAX_SUBJECT_LINES:
            return None
    else:
        return None
    words = " ".join(" ".join(subject).split())
    return Fact("subject", words, words, 1, confidence) if words else None
