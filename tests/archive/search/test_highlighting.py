"""Hits are shown in the text's own spelling, however the query was typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.highlighting import bare, has_exactly, highlight, snippet
from archive.search.query import parse_query


def hits(text: str, typed: str) -> list[str]:
    return [piece.text for piece in highlight(text, parse_query(typed)) if piece.hit]


@pytest.mark.parametrize("typed", ["doan ket", "Đoàn Kết", unicodedata.normalize("NFD", "đoàn")])
def test_the_spelling_of_the_text_is_marked(typed):
    assert "Đoàn" in hits("Toàn tỉnh Đoàn kết một lòng", typed)


def test_only_the_very_spelling_is_marked_where_diacritics_count():
    query = parse_query("đất")
    pieces = highlight("Đất đạt chuẩn, đất đai", query, exact=True)
    assert [piece.text for piece in pieces if piece.hit] == ["Đất", "đất"]
    assert [p.text for p in snippet("đạt đất", query, exact=True) if p.hit] == ["đất"]


def test_words_are_marked_whole():
    assert hits("doanh nghiệp đoàn viên", "doan") == ["đoàn"]
    assert hits("doanh nghiệp đoàn viên", "doan*") == ["doanh", "đoàn"]


def test_a_number_is_marked_with_its_signs():
    assert hits("Kế hoạch 4500/KH-UBND ngày 7/9", "4500/kh-ubnd") == ["4500/KH-UBND"]


def test_a_snippet_is_where_most_terms_are():
    text = "kết quả. " + "chữ khác " * 60 + "toàn dân đoàn kết chống dịch. " + "chữ khác " * 60
    pieces = snippet(text, parse_query("doan ket chong dich"))
    shown = "".join(piece.text for piece in pieces)
    assert "toàn dân đoàn kết chống dịch" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 330


def test_a_snippet_without_hits_is_the_beginning():
    assert snippet("Mở đầu", parse_query("khác"))[0].text == "Mở đầu"


def test_diacritics_can_be_insisted_on():
    texts = ["Phường Đông Hòa", None]
    assert has_exactly(texts, parse_query("đông hòa"))
    assert not has_exactly(texts, parse_query("đồng hòa"))


@given(st.text(max_size=60), st.text(max_size=10))
def test_pieces_are_the_whole_text(text, typed):
    text = unicodedata.normalize("NFC", text)
    assert "".join(piece.text for piece in highlight(text, parse_query(typed))) == text
    assert len(bare(text)) == len(text)
