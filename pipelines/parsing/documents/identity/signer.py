"""Who signed, as the foot of the document states it: office, then name.

Decree 30/2020/NĐ-CP, annex I, part I, II.7: `TM. ỦY BAN NHÂN DÂN`, the office in capitals, room for
the hand, the full name.
"""

import re
from collections.abc import Sequence

from archive.content import Fact, Page
from pipelines.parsing.documents.syllables import is_syllable

OFFICE = re.compile(
    r"^(?:Q\.\s*)?(?:PHÓ\s+)?(?:CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG BAN|"
    r"BỘ TRƯỞNG|THỦ TƯỚNG|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|VỤ TRƯỞNG|CHI CỤC TRƯỞNG|TRƯỞNG PHÒNG|"
    r"HIỆU TRƯỞNG|VIỆN TRƯỞNG|CHÁNH ÁN|CHÁNH THANH TRA|BÍ THƯ|THỨ TRƯỞNG|TỔNG THANH TRA)"
    r"(?:\s+THƯỜNG TRỰC)?$"
)
AUTHORITY = re.compile(r"(?:TM|KT|TL|TUQ)\.\s*[^\n]*$")
_NAMES = """
    An Âu Bạch Bành Bế Bùi Cao Châu Chu Cù Cung Diệp Doãn Dương Đàm Đặng Đào Đinh Đỗ Đoàn
    Đồng Giang Hà Hàn Hồ Hoàng Hứa Huỳnh Kiều Kim La Lại Lâm Lê Lý Lương Lưu Mã Mạc Mai
    Nghiêm Ngô Nguyễn Ninh Nông Phạm Phan Phùng Quách Quan Tạ Tăng Thạch Thái Thân Tiêu Tô
    Tôn Tống Trần Triệu Trịnh Trương Từ Ung Văn Vi Viên Võ Vũ Vương
"""
FAMILIES = frozenset(_NAMES.split())
"""The family names that nearly all Vietnamese bear; others are not recognised."""
SIGNED = re.compile(r"^\(?\s*(?:đã ký|chữ ký|ký)\s*\)?$", re.IGNORECASE)
REACH = 8
"""Lines below the office among which the name stands."""


def signer_facts(pages: Sequence[Page]) -> list[Fact]:
    """Find office and name; where more than one pair stands, nobody is named."""
    pairs = [pair for page in pages for pair in _pairs(page)]
    return list(pairs[0]) if len(pairs) == 1 else []


def _pairs(page: Page) -> list[tuple[Fact, Fact]]:
    lines = [line.strip() for line in page.text.split("\n")]
    found = []
    for place, line in enumerate(lines):
        office = _office(line)
        name = _name_below(lines[place + 1 : place + 1 + REACH]) if office else None
        if office and name:
            evidence = " / ".join(filter(None, (_authority(lines, place), office, name)))
            found.append(
                (
                    Fact("signer_office", office, evidence, page.page, 0.85),
                    Fact("signer", name, evidence, page.page, 0.85),
                )
            )
    return found


def _office(line: str) -> str | None:
    """Return the office that ends a line; the list of recipients may stand to its left."""
    words = line.split()
    if not words or not words[-1].isupper():
        return None
    for start in range(len(words)):
        office = " ".join(words[start:])
        if OFFICE.match(office):
            return office
    return None


def _authority(lines: Sequence[str], place: int) -> str:
    match = AUTHORITY.search(lines[place - 1]) if place else None
    return match[0] if match else ""


def _name_below(lines: Sequence[str]) -> str | None:
    """Return the first line that ends in a person's name, unless another office comes before."""
    for line in lines:
        if _office(line):
            return None
        if SIGNED.match(line):
            continue
        name = _name_at_end(line)
        if name:
            return name
    return None


def _name_at_end(line: str) -> str | None:
    words = line.split()
    for count in (5, 4, 3, 2):
        name = words[-count:]
        if len(name) == count and name[0].capitalize() in FAMILIES and all(map(_fits, name)):
            return " ".join(name)
    return None


def _fits(word: str) -> bool:
    return word[:1].isupper() and is_syllable(word)
