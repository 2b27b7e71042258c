import pytest

from pipelines.parsing.item_form import LABELS, ItemForm, read_form
from pipelines.parsing.page import HtmlPage

URL = "https://portal.example.vn/tin-tuc/"


def form(body: str) -> ItemForm:
    page = HtmlPage(f"<html><body>{body}</body></html>".encode(), URL)
    return read_form(page.root, page.walk, URL)


COMMENTED = """<div style="display:none">Manage Permissions<table>
<tr><td class="ms-formlabel">Tiêu đề</td><td class="ms-formbody">
<!-- FieldName="Tiêu đề" FieldInternalName="Title" FieldType="SPFieldText" --> Một tin </td></tr>
<tr><td>Hình ảnh</td><td><!-- FieldName="Hình ảnh"
  FieldInternalName="Image" FieldType="SPFieldImage" --><img src="a.jpg"></td></tr>
<tr><td>Nội dung</td><td><!-- FieldName="Nội dung" FieldInternalName="Body"
  FieldType="SPFieldNote" --><p>Một</p><p>Hai</p></td></tr>
<tr><td>Email</td><td><!-- FieldName="Email" FieldInternalName="Email"
  FieldType="SPFieldText" -->&#160;</td></tr></table></div>"""


def test_fields_are_named_by_their_comments() -> None:
    found = form(COMMENTED)
    assert found.fields == {
        "Tiêu đề": "Một tin",
        "Hình ảnh": f"{URL}a.jpg",
        "Nội dung": "Một Hai",
        "Email": "",
    }
    assert found.links == {"Hình ảnh": f"{URL}a.jpg"}
    assert found.text("Email") is None


def test_fields_are_read_by_their_label_cells() -> None:
    rows = (
        '<tr><td class="ms-formlabel"><h3>Tác giả <span>*</span></h3></td><td>An</td></tr>'
        '<tr><td class="ms-formlabel">Link</td><td><a href="/x">xem</a></td></tr>'
    )
    found = form(f"<table>{rows}</table>")
    assert found.fields == {"Tác giả": "An", "Link": "xem"}
    assert found.links == {"Link": "https://portal.example.vn/x"}


@pytest.mark.parametrize("tag", ["p", "div", "li", "dt"])
def test_fields_are_read_by_their_words(tag: str) -> None:
    lines = [*LABELS, "Content Type: Tin Tức Mở Rộng", "Audio"]
    lines.insert(lines.index("Tóm tắt") + 1, "Tóm lại")
    found = form("Manage Permissions" + "".join(f"<{tag}>{line}</{tag}>" for line in lines))
    assert list(found.fields) == [*LABELS, "Content Type"]
    assert {name: text for name, text in found.fields.items() if text} == {
        "Tóm tắt": "Tóm lại",
        "Content Type": "Tin Tức Mở Rộng",
    }


def test_who_made_and_changed_it_when() -> None:
    found = form(
        "<p>Content Type: Tin</p><p>Version: 3.0</p>"
        "<p>Created at 07/09/2021 4:45 CH &nbsp;by <a>Nguyễn Thị Hoa</a></p>"
        "<p>Last modified at by</p>"
    )
    assert found.fields == {
        "Content Type": "Tin",
        "Version": "3.0",
        "Created": "07/09/2021 4:45 CH",
        "Created by": "Nguyễn Thị Hoa",
        "Last modified": "",
        "Last modified by": "",
    }


def test_a_page_without_a_form_has_no_fields() -> None:
    assert form("<p>Tiêu đề</p><p>Một tin</p>").fields == {}
