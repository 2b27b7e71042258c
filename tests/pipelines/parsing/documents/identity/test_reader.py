"""Heads and feet of documents laid out by Decree 30/2020, and pages that say little."""

from collections import defaultdict

import pytest

from archive.content import Page
from pipelines.parsing.documents.identity.reader import identify

PLAN = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BÌNH DƯƠNG Độc lập - Tự do - Hạnh phúc
Số: 4500/KH-UBND Bình Dương, ngày 07 tháng 9 năm 2021
KẾ HOẠCH
Phát động phong trào thi đua đặc biệt "Toàn tỉnh đoàn kết, chung sức, đồng
lòng thi đua phòng, chống và chiến thắng đại dịch Covid-19"
Thực hiện Nghị quyết số 86/NQ-CP ngày 06/8/2021 của Chính phủ; Quyết định 30/2020/QĐ-TTg;
Căn cứ Nghị quyết số 86/NQ-CP và Công văn số 123/BNV-CCVC, Ủy ban nhân dân tỉnh ban hành
Kế hoạch số 4500/KH-UBND như sau:"""

FOOT = """Nơi nhận: KT. CHỦ TỊCH
- Thường trực Tỉnh ủy; PHÓ CHỦ TỊCH
- Lưu: VT.
(Đã ký)
Nguyễn Thanh Mẫu"""

LETTER = """UBND TỈNH BÌNH DƯƠNG
BAN QUẢN LÝ
CÁC KHU CÔNG NGHIỆP
Số: 1234/BQL-VP
V/v phòng, chống dịch tại
các khu công nghiệp
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
TP. Hồ Chí Minh, ngày 8 tháng 9 năm 2021
Kính gửi: Các doanh nghiệp."""

LETTER_IN_ONE_COLUMN = LETTER.replace(
    "\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nTP. Hồ Chí Minh, ngày 8"
    " tháng 9 năm 2021",
    "",
)


SUBJECT = (
    'Phát động phong trào thi đua đặc biệt "Toàn tỉnh đoàn kết, chung sức, đồng lòng thi đua'
    ' phòng, chống và chiến thắng đại dịch Covid-19"'
)


def facts(
    *texts: str, filename: str | None = None, confidence: float = 1.0
) -> dict[str, list[str]]:
    pages = [Page(n, text, "text", confidence) for n, text in enumerate(texts, 1)]
    found = defaultdict(list)
    for fact in identify(pages, filename):
        assert fact.evidence
        assert 0 < fact.confidence <= 1
        found[fact.name].append(fact.value)
    return dict(found)


def test_plan() -> None:
    assert facts(PLAN, FOOT) == {
        "number": ["4500/KH-UBND"],
        "kind": ["Kế hoạch"],
        "issuer": ["ỦY BAN NHÂN DÂN TỈNH BÌNH DƯƠNG"],
        "place": ["Bình Dương"],
        "date": ["2021-09-07"],
        "subject": [SUBJECT],
        "signer_office": ["PHÓ CHỦ TỊCH"],
        "signer": ["Nguyễn Thanh Mẫu"],
        "cites": ["Nghị quyết 86/NQ-CP", "Quyết định 30/2020/QĐ-TTg", "Công văn 123/BNV-CCVC"],
    }


def test_letter() -> None:
    found = facts(LETTER_IN_ONE_COLUMN)
    assert found["kind"] == ["Công văn"]
    assert found["issuer"] == ["BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP"]
    assert found["subject"] == ["phòng, chống dịch tại các khu công nghiệp"]


def test_place_with_an_abbreviation() -> None:
    found = facts(LETTER)
    assert found["place"] == ["TP. Hồ Chí Minh"]
    assert found["date"] == ["2021-09-08"]


@pytest.mark.parametrize(
    ("filename", "confidence"),
    [("4500-KH.signed.pdf", 0.99), ("9999-KH.pdf", 0.6), ("plan.pdf", 0.95), (None, 0.95)],
)
def test_file_name_bears_the_number_out(filename: str | None, confidence: float) -> None:
    (number, *_) = identify([Page(1, PLAN, "text", 1.0)], filename)
    assert number.confidence == confidence


def test_recognised_text_is_less_sure() -> None:
    (number, *_) = identify([Page(1, PLAN, "ocr", 0.5)], None)
    assert number.confidence == pytest.approx(0.475)
    assert number.evidence == "Số: 4500/KH-UBND"
    assert number.page == 1


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (("Số: 4500/KH-UBND", "Số:      /KH-UBND"), {"number", "issuer"}),
        (("\nKẾ HOẠCH\n", "\nQUYẾT ĐỊNH\n"), {"kind", "subject"}),
        (("ngày 07 tháng 9", "ngày 31 tháng 2"), {"place", "date"}),
        (("ngày 07 tháng 9", "ngày     tháng 9"), {"place", "date"}),
    ],
)
def test_null_beats_a_guess(change: tuple[str, str], lost: set[str]) -> None:
    found = facts(PLAN.replace(*change), FOOT)
    assert not lost & set(found)


def test_blank_lines_of_recognised_text_do_not_cut_the_subject() -> None:
    spaced = PLAN.replace("đồng\nlòng", "đồng\n\nlòng")
    assert facts(spaced)["subject"] == [SUBJECT]
    ruled = PLAN.replace("Thực hiện Nghị", "-----\nQua rà soát, Nghị")
    assert facts(ruled)["subject"] == [SUBJECT]


def test_letter_with_a_heading() -> None:
    found = facts(PLAN.replace("4500/KH-UBND", "4500/UBND-KT").replace("KẾ HOẠCH", "CÔNG VĂN"))
    assert (found["kind"], found["subject"]) == (["Công văn"], [SUBJECT])


def test_subject_without_an_end_is_none() -> None:
    head, _, _ = PLAN.partition("Thực hiện")
    endless = head + "\n".join(f"dòng chữ thứ {n}" for n in "abcdefgh")
    assert "subject" not in facts(endless)


@pytest.mark.parametrize(
    "foot",
    [
        "CHỦ TỊCH\nVăn bản này được ban hành",
        FOOT + "\n" + FOOT,
        "Chủ tịch Ủy ban nhân dân\nNguyễn Văn A",
        "GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n",
        "GIÁM ĐỐC\nJohn Smith",
    ],
)
def test_nobody_is_named_where_it_is_not_plain(foot: str) -> None:
    assert "signer" not in facts(PLAN, foot)


@pytest.mark.parametrize("text", ["", "Hello World", "The Crazy Ones\nOctober 14, 1998", "Số:"])
def test_pages_that_are_no_document(text: str) -> None:
    assert facts(text) == {}
