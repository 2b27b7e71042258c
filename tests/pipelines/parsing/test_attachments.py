import pytest

from archive.content import Attachment
from pipelines.parsing.attachments import is_offer, merge, read_offers, read_table
from pipelines.parsing.page import HtmlPage

URL = "https://portal.example.vn/tin-tuc/"


def offers(body: str) -> list[tuple[str, str, str | None]]:
    page = HtmlPage(f"<html><body>{body}</body></html>".encode(), URL)
    found = read_offers(page.walk, page.walk.seen, URL)
    return [(one.url.removeprefix(URL), one.filename, one.label) for one in found]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Kế hoạch: <a href='x.pdf'>Tải về x.pdf</a>", [("x.pdf", "x.pdf", "Kế hoạch")]),
        ("<a href='x.pdf'>Kế hoạch: Tải về x.pdf</a>", [("x.pdf", "x.pdf", "Kế hoạch")]),
        ("Kế hoạch: <a href='f?id=7'>x.pdf</a>", [("f?id=7", "x.pdf", "Kế hoạch")]),
        ("<p>Kế hoạch:</p><p><a href='x.pdf'>Tải về</a></p>", [("x.pdf", "x.pdf", "Kế hoạch")]),
        ("Tải về: <a href='y/x.pdf'><img src=i.png></a> Phụ lục 1.pdf",
         [("y/x.pdf", "Phụ lục 1.pdf", None)]),
        ("<a href='x.pdf'>Tải về</a> <a href='x.pdf#a'>x.pdf</a>", [("x.pdf", "x.pdf", None)]),
        ("<a href='4500.pdf'>Kế hoạch số 4500</a>", [("4500.pdf", "4500.pdf", "Kế hoạch số 4500")]),
        ("a: <a href=a.pdf>a.pdf</a>; b: <a href=b.doc>Tải xuống</a>",
         [("a.pdf", "a.pdf", "a"), ("b.doc", "b.doc", "b")]),
        ("Kế hoạch (gốc): <a href='x.pdf'>x.pdf</a>", [("x.pdf", "x.pdf", "Kế hoạch (gốc)")]),
        ("(Kế hoạch: <a href='x.pdf'>x.pdf</a>)", [("x.pdf", "x.pdf", "Kế hoạch")]),
        ("Kế hoạch: Tải về x.pdf", []),
        ("<a href='javascript:get(1)'>x.pdf</a>", []),
        ("<a href='tin-khac.aspx'>Tin khác</a>", []),
    ],
)  # fmt: skip
def test_files_are_read_with_label_and_name(
    body: str, found: list[tuple[str, str, str | None]]
) -> None:
    assert offers(body) == found


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Kế hoạch: <a href=x.pdf>Tải về</a>", True),
        ("<a href=x.pdf>x.pdf</a>", True),
        ("x.pdf", True),
        ("<a href=x.pdf>Meeting Notice</a>", False),
        (f"Chi tiết xem tại <a href=x.pdf>đây</a> {'và đọc kỹ ' * 10}", False),
        ("<a href=/tin>Tải về</a>", False),
    ],
)
def test_a_line_that_only_offers_a_file(line: str, is_one: bool) -> None:
    walk = HtmlPage(f"<html><body>{line}</body></html>".encode(), URL).walk
    assert is_offer(walk, walk.seen[0], URL) is is_one


def test_one_file_named_twice_is_one() -> None:
    one = Attachment("https://x.vn/a.pdf?sid=1", "a.pdf")
    other = Attachment("https://x.vn/a.pdf?sid=2", "Kế hoạch.pdf", "Kế hoạch")
    assert merge([one, other]) == [Attachment(one.url, "Kế hoạch.pdf", "Kế hoạch")]


def test_the_table_of_sharepoint_is_read() -> None:
    html = (
        '<html><body><table id="idAttachmentsTable"><tr><td><a href="/A/b%20c.pdf">b c.pdf</a>'
        "</td></tr></table></body></html>"
    )
    page = HtmlPage(html.encode(), URL)
    assert read_table(page.root, URL) == [
        Attachment("https://portal.example.vn/A/b%20c.pdf", "b c.pdf")
    ]
