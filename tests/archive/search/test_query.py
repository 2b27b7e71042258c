"""What people type becomes an FTS5 expression that never fails."""

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.query import NOTHING, fts_expression, parse_query

TEXT = "Kế hoạch số 4500/KH-UBND về đoàn kết phòng, chống Covid-19 ở Đồng Nai"


def index() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    tokens = "unicode61 remove_diacritics 2"
    db.execute(f'CREATE VIRTUAL TABLE fts USING fts5(text, tokenize="{tokens}")')
    db.execute("INSERT INTO fts VALUES (?)", [TEXT.replace("đ", "d").replace("Đ", "D")])
    return db


def finds(typed: str) -> bool:
    query = "SELECT count(*) FROM fts WHERE fts MATCH ?"
    return bool(index().execute(query, [fts_expression(typed)]).fetchone()[0])


@pytest.mark.parametrize(
    "typed",
    ["đoàn kết", "doan ket", "Đoàn Kết", "ĐOÀN KẾT", unicodedata.normalize("NFD", "đoàn kết"),
     '"đoàn kết"', "“doan ket”", "4500/KH-UBND", "4500/kh-ubnd", "covid-19", "hoạch kế", "dong nai",
     "ho*", "kết -mưa", 'kế -"kế mưa"', "kế !!!", '"đoàn kết', "ket OR mua NOT ket"[:3]],
)  # fmt: skip
def test_found(typed):
    assert finds(typed)


@pytest.mark.parametrize(
    "typed",
    ["đoàn kêt mưa", '"kết đoàn"', "4500/UBND", "kết -covid", 'kế -"doan ket"', "-kết", "", "***",
     '""', "hoạ", "NEAR(a b)", "text:ket"],
)  # fmt: skip
def test_not_found(typed):
    assert not finds(typed)


def test_nothing_wanted_is_no_query():
    assert not parse_query("-chỉ -trừ")
    assert fts_expression("-chỉ") == NOTHING
    assert fts_expression(None) == NOTHING


@given(st.text(max_size=40))
def test_nothing_that_can_be_typed_is_an_error(typed):
    finds(typed)
