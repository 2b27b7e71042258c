"""Downloads for spreadsheets."""

import csv
from io import StringIO

from tests.archive.web.sample import TITLE


def test_all_articles_as_one_file(get) -> None:
    answer = get("/-/download/articles.csv")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="articles.csv"' in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["title"] == TITLE


def test_marked_for_excel_and_of_one_portal(get) -> None:
    assert get("/-/download/changes.csv?bom=1").content.startswith(b"\xef\xbb\xbfid,changed_at")
    assert get("/-/download/documents.csv?portal=other").text.count("\n") == 1


def test_nothing_else_is_to_be_had(get) -> None:
    assert get("/-/download/captures.csv").status_code == 404
