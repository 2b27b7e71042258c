import pytest

from pipelines.parsing.identity import item_id, other_item
from pipelines.parsing.page import HtmlPage

LIST = "8f1c3a52-5a0e-4f3e-9a2b-7b7f1f1d2c3e"
CONTEXT = f'<script>var a = {{pageListId:"{{{LIST.upper()}}}", pageItemId:7}};</script>'


@pytest.mark.parametrize(
    ("url", "body", "item"),
    [
        ("https://x.vn/a/Lists/Tin/DispForm.aspx?ID=7", "", "/a/lists/tin:7"),
        ("https://x.vn/a/Lists/Tin/DispForm.aspx?ID=8", CONTEXT, "/a/lists/tin:8"),
        ("https://x.vn/a/Lists/Tin/DispForm.aspx?ID=7", CONTEXT, f"{LIST}:7"),
        ("https://x.vn/tin/Forms/DispForm.aspx?ID=7", CONTEXT, f"{LIST}:7"),
        ("https://x.vn/tin/Forms/DispForm.aspx?ID=7", "", "/tin/forms:7"),
        (f"https://x.vn/v.aspx?List=%7B{LIST.upper()}%7D&ID=7", "", f"{LIST}:7"),
        ("https://x.vn/tin/mot-tin.aspx", CONTEXT, f"{LIST}:7"),
        ("https://x.vn/chi-tiet.aspx?ID=9", CONTEXT, None),
        ("https://x.vn/chi-tiet.aspx?ID=7", CONTEXT, None),
        ("https://x.vn/chi-tiet.aspx?tin=9", CONTEXT, None),
        ("https://x.vn/a/Lists/Tin/DispForm.aspx?ID=x", CONTEXT, None),
        ("https://x.vn/tin/mot-tin.aspx", "", None),
    ],
)
def test_an_item_is_named_where_list_and_number_are_told(
    url: str, body: str, item: str | None
) -> None:
    assert item_id(HtmlPage(f"<html><body>{body}</body></html>".encode(), url)) == item


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://x.vn/a/Lists/Tin/DispForm.aspx?ID=8", ("7", "8")),
        ("https://x.vn/a/Lists/Tin/DispForm.aspx?ID=7", None),
        ("https://x.vn/a/Lists/Tin/DispForm.aspx?ID=07", None),
        ("https://x.vn/chi-tiet.aspx?ID=8", None),
        ("https://x.vn/tin/mot-tin.aspx", None),
    ],
)
def test_a_form_that_shows_another_item_than_it_was_asked_for(
    url: str, other: tuple[str, str] | None
) -> None:
    assert other_item(HtmlPage(f"<html><body>{CONTEXT}</body></html>".encode(), url)) == other
    nothing = CONTEXT.replace("pageItemId:7", "pageItemId:0")
    assert other_item(HtmlPage(f"<html><body>{nothing}</body></html>".encode(), url)) is None
