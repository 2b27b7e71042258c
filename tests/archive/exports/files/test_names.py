"""Names that every system takes: held against the systems' own rules, on any text."""

import unicodedata
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.exports.files.names import LONGEST, Names, safe_name

DEVICES = {"CON", "PRN", "AUX", "NUL"} | {f"{n}{i}" for n in ("COM", "LPT") for i in "123456789¹²³"}
odd = st.text() | st.text(alphabet='con.aux \t/\\:*?"<>|ạ\u0323\u202e\u200b.pdf', max_size=300)


def is_sound(name: str) -> bool:
    return (
        0 < len(name) <= LONGEST + 1
        and len(name.encode()) <= 240
        and not set(name) & set('<>:"/\\|?*')
        and all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in name)
        and name[-1] not in ". "
        and name[0] not in ". "
        and unicodedata.is_normalized("NFC", name)
        and name.split(".", maxsplit=1)[0].rstrip().upper() not in DEVICES
        and not PureWindowsPath(name).is_reserved()
    )


@given(odd, st.booleans())
def test_any_text_gives_a_name_that_every_system_takes(text: str, file: bool) -> None:
    name = safe_name(text, file=file)
    assert is_sound(name), name


@given(st.lists(odd, min_size=1, max_size=20))
def test_names_in_a_folder_differ_in_more_than_case(texts: list[str]) -> None:
    names = Names("article.html")
    taken = [names.take(safe_name(text)) for text in [*texts, *texts, "Article.HTML"]]
    folded = {unicodedata.normalize("NFD", name.casefold()) for name in taken}
    assert len(folded) == len(taken)
    assert "article.html" not in folded


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("4500-KH.signed.pdf", "4500-KH.signed.pdf"),
        ("Phụ lục 2 kèm Kế hoạch.docx", "Phụ lục 2 kèm Kế hoạch.docx"),
        ("Công văn số 12/UBND: về việc?.pdf", "Công văn số 12_UBND_ về việc_.pdf"),
        ("con.pdf", "con_.pdf"),
        ("AUX", "AUX_"),
        ("com¹.txt", "com¹_.txt"),
        ("CONIN$", "_CONIN$"),
        ("lpt9 .pdf", "lpt9_.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("trống. . ", "trống"),
        ("a\u202efdp.exe", "a fdp.exe"),
        ("", "_"),
    ],
)
def test_names_stay_what_people_called_them(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_keeps_its_ending_and_whole_letters() -> None:
    name = safe_name("Kế hoạch phát động phong trào thi đua " * 9 + ".signed.pdf")
    assert name.endswith(".signed.pdf")
    assert len(name) <= LONGEST
    assert name.startswith("Kế hoạch phát động phong trào thi đua Kế hoạch")


def test_letters_of_four_bytes_do_not_make_a_name_too_long() -> None:
    name = safe_name("🌳" * 90 + ".pdf")
    assert name.endswith("🌳.pdf")
    assert len(name.encode()) <= 200


def test_names_that_are_taken_get_a_number_before_their_ending() -> None:
    names = Names()
    assert [names.take(each) for each in ("a.signed.pdf", "A.signed.PDF", "a.signed.pdf")] == [
        "a.signed.pdf",
        "A (2).signed.PDF",
        "a (3).signed.pdf",
    ]
