"""Numbers held against file names and articles: precision first."""

import pytest

from archive.official import check_name, check_words

PLAN = "4500/KH-UBND"


@pytest.mark.parametrize(
    ("number", "filename", "agrees"),
    [
        (PLAN, "4500-KH.signed.pdf", True),
        (PLAN, "04500_KH.pdf", True),
        (PLAN, "4500-ke-hoach-thi-dua.pdf", True),
        ("86/NQ-CP", "86-nq.pdf", True),
        ("12/2021/QĐ-UBND", "12-QD.signed.pdf", True),
        ("4512/UBND-KT", "4512-CV.pdf", True),
        (PLAN, "4501-KH.signed.pdf", False),
        (PLAN, "4500-QD.signed.pdf", False),
        (PLAN, "2021-thong-bao.pdf", None),
        (PLAN, "1-phu luc.pdf", None),
        (PLAN, "20210908-KH.pdf", None),
        (PLAN, "ke-hoach.pdf", None),
        ("4512/UBND-KT", "4513-CV.pdf", None),
    ],
)
def test_names(number: str, filename: str, agrees: bool | None) -> None:
    check = check_name(number, filename)
    assert (check.agrees if check else None) is agrees
    assert check is None or check.evidence == filename


@pytest.mark.parametrize(
    ("words", "agrees"),
    [
        ("UBND tỉnh ban hành Kế hoạch số 4500/KH-UBND phát động", True),
        ("Kế hoạch 4500 / KH-UBND và Kế hoạch 4400/KH-UBND", True),
        ("ban hành Kế hoạch số 4501/KH-UBND phát động", False),
        ("Kế hoạch 4400/KH-UBND và Kế hoạch 4401/KH-UBND", None),
        ("ban hành Kế hoạch số 4499/KH-UBND", None),
        ("Kế hoạch số 4501/KH-UBND-VX", None),
        ("Quyết định số 4501/QĐ-UBND", None),
        ("Kế hoạch phát động phong trào thi đua", None),
    ],
)
def test_articles(words: str, agrees: bool | None) -> None:
    check = check_words(PLAN, words, frozenset({"4499/KH-UBND"}))
    assert (check.agrees if check else None) is agrees
    assert check is None or check.evidence in words


def test_a_longer_number_is_another() -> None:
    check = check_words(PLAN, "Kế hoạch số 14500/KH-UBND")
    assert check is not None
    assert (check.value, check.agrees) == ("14500/KH-UBND", False)
