"""The number line of Decree 30/2020, and the lines that are not it."""

import pytest

from pipelines.parsing.documents.identity.number import find_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Số: 4500/KH-UBND Bình Dương, ngày 07 tháng 9 năm 2021", "4500/KH-UBND"),
        ("Số : 12 / QĐ - BQL", "12/QĐ-BQL"),
        ("Số: 30/2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("Số:01a/TB-VPUBND", "01a/TB-VPUBND"),
        ("Số: 15/NQ-HĐND", "15/NQ-HĐND"),
        ("Số: 86/UBND–KTTH", "86/UBND-KTTH"),
        ("Số:       /KH-UBND", None),
        ("Căn cứ Nghị quyết số 86/NQ-CP", None),
        ("Số: 1/A-B\nSố: 2/A-B", None),
        ("Số: 1/A-B\nSố: 1/A-B", "1/A-B"),
        ("Điện thoại: 0274 3822 825", None),
        ("x" * 1600 + " Số: 1/KH-UBND", None),
        ("", None),
        ("Số: 86/NQ-CP. Theo đó", "86/NQ-CP"),
        ("Số: 86/NQ-CP - Về việc", "86/NQ-CP"),
        ("Số: 12/QĐ-TTg ngày", "12/QĐ-TTg"),
        ("Số: 12/QĐ-ĐHQG.HCM", "12/QĐ-ĐHQG.HCM"),
        ("Số:4500/KH-UBNDBìnhDương,ngày07", None),
        ("Số: 86/NQ-CPngày 06", None),
    ],
)
def test_number(text: str, number: str | None) -> None:
    assert find_number(text) == number
