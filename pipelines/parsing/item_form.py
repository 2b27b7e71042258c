"""The form of a SharePoint list item: `DispForm.aspx`, which some news pages carry along.

Each field has a label cell and a body cell; the body cell begins with a comment that names it,
`<!-- FieldName="Tiêu đề" FieldInternalName="Title" FieldType="SPFieldText" -->`. Where markup says
nothing, the labels of the news form are known by their words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from archive.content import Attachment
from pipelines.parsing.addresses import absolute
from pipelines.parsing.attachments import TABLE, read_table
from pipelines.parsing.elements import elements
from pipelines.parsing.landmarks import is_form_heading
from pipelines.parsing.lines import Line, Walk
from pipelines.parsing.text import normalise

LABELS = (
    "Tiêu đề", "Hình ảnh", "Hình ảnh mô tả", "Tóm tắt", "Nội dung", "Link thay thế nội dung",
    "Ngày xuất bản", "Tin nổi bật", "Tác giả", "Phân loại", "Loại bài viết", "Số Trang", "Số Ảnh",
    "Số tiền", "Tin liên quan", "Audio", "Từ khóa", "Trạng thái", "Lịch sử", "Số lượt người đọc",
    "Email", "FriendlyName", "Approval Status", "Attachments",
)  # fmt: skip
"""The labels of the news form, in its order."""

_NAMED = "FieldInternalName"
_LABEL_CLASS = "ms-formlabel"
_TEXT = etree.XPath("string()")
_NAME = re.compile(r'FieldName="([^"]*)"')
_TYPE = re.compile(r'FieldType="([^"]*)"')
_SYSTEM = re.compile(
    r"(?P<type>Content Type|Loại Nội dung)\s*:\s*(?P<kind>.*)"
    r"|(?P<version>Version|Phiên bản)\s*:\s*(?P<number>.*)"
    r"|(?:(?P<created>Created|Được tạo)|(?P<modified>Last modified|Sửa đổi lần cuối))"
    r"\s+(?:at|lúc)\b\s*(?P<at>.*?)\s*\b(?:by|bởi)\b\s*(?P<by>.*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class ItemForm:
    """What the form says: text by label, addresses of those fields that hold one, its files."""

    fields: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)

    def text(self, label: str) -> str | None:
        """Return what a field holds, or None where it is empty or missing."""
        return self.fields.get(label) or None


def read_form(root: etree._Element, walk: Walk, base: str) -> ItemForm:
    """Read the item form of a page; one without any gives an empty one."""
    form = ItemForm(attachments=read_table(root, base))
    start = next((i for i, line in enumerate(walk.lines) if is_form_heading(line.text)), None)
    for comment in elements(root, etree.Comment):
        if _NAMED in (comment.text or ""):
            _read_cell(form, comment, base)
    if not form.fields:
        for cell in elements(root, "td"):
            if _LABEL_CLASS in cell.get("class", ""):
                _read_row(form, cell, base)
    if start is not None:
        if not form.fields:
            form.fields = _read_lines(walk.lines[start:])
        form.fields |= _read_system(walk.lines[start:])
    return form


def _read_cell(form: ItemForm, comment: etree._Element, base: str) -> None:
    label = _NAME.search(comment.text or "")
    kind = _TYPE.search(comment.text or "")
    cell = comment.getparent()
    if label is None or cell is None:
        return
    files = kind is not None and "Attachment" in kind[1]
    _put(form, normalise(label[1]), cell, base, files=files)


def _read_row(form: ItemForm, cell: etree._Element, base: str) -> None:
    label = normalise(str(_TEXT(cell))).rstrip(" *:")
    value = next(cell.itersiblings("td"), None)
    if label and value is not None:
        files = len(value) > 0 and any(one.get("id") == TABLE for one in value.iterdescendants())
        _put(form, label, value, base, files=files)


def _put(form: ItemForm, label: str, cell: etree._Element, base: str, *, files: bool) -> None:
    if not len(cell):
        form.fields.setdefault(label, normalise(cell.text or ""))
        return
    form.fields.setdefault(label, normalise(" ".join(cell.itertext(etree.Element))))
    for element in cell.iter("a", "img"):
        url = absolute(base, element.get("href") or element.get("src") or "")
        if url is not None and not files:
            form.links.setdefault(label, url)
            form.fields[label] = form.fields[label] or url


def _read_lines(lines: Sequence[Line]) -> dict[str, str]:
    """Read labels known by their words, each with the lines below it up to the next."""
    known = {label.casefold(): label for label in LABELS}
    found: dict[str, str] = {}
    current = None
    for line in lines:
        if _SYSTEM.match(line.text):
            break
        label = known.get(line.text.rstrip(": ").casefold())
        if label is not None and label not in found:
            found[label] = ""
            current = label
        elif current is not None:
            found[current] = f"{found[current]} {line.text}".strip()
    return found


def _read_system(lines: Sequence[Line]) -> dict[str, str]:
    """Read content type, version, and who made and last changed the item when."""
    found: dict[str, str] = {}
    for line in lines:
        match = _SYSTEM.match(line.text)
        if match is None:
            continue
        if match["type"]:
            found["Content Type"] = match["kind"]
        elif match["version"]:
            found["Version"] = match["number"]
        else:
            name = "Created" if match["created"] else "Last modified"
            found |= {name: match["at"], f"{name} by": match["by"]}
    return found
