"""The portal's sections and the addresses under which SharePoint shows their lists."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote


class Pager(StrEnum):
    """How a listing leads to its next page."""

    NUMBERS = "numbers"
    """Links to `?Page=2`."""
    PAGED = "paged"
    """A link with SharePoint's own cursor, `?Paged=TRUE&p_ID=…`."""
    POSTBACK = "postback"
    """`__doPostBack` links, which post the page's form."""


@dataclass(frozen=True, slots=True)
class Section:
    """One news list: its folder, SharePoint list name, name on the page, list GUID, pager."""

    key: str
    list_name: str
    title: str
    guid: str
    pager: Pager

    @property
    def path(self) -> str:
        """Address of the section's listing."""
        return f"/{self.key}"

    @property
    def list_path(self) -> str:
        """Folder of the SharePoint list behind the section."""
        return f"/{self.key}/Lists/{self.list_name}"

    @property
    def feed_path(self) -> str:
        """Address of the list's RSS feed."""
        return f"/_layouts/15/listfeed.aspx?List=%7B{self.guid}%7D"


SECTIONS = (
    Section(
        "tin-tuc", "TinTuc", "Tin Tức",
        "8D3F1B52-6C0A-4E7B-9A41-5B2C7E90D101", Pager.NUMBERS,
    ),
    Section(
        "thong-bao", "ThongBao", "Thông báo",
        "8D3F1B52-6C0A-4E7B-9A41-5B2C7E90D102", Pager.PAGED,
    ),
    Section(
        "xuc-tien-dau-tu", "DauTu", "Xúc tiến đầu tư",
        "8D3F1B52-6C0A-4E7B-9A41-5B2C7E90D103", Pager.POSTBACK,
    ),
    Section(
        "lao-dong-viec-lam", "LaoDong", "Lao động - Việc làm",
        "8D3F1B52-6C0A-4E7B-9A41-5B2C7E90D104", Pager.NUMBERS,
    ),
)  # fmt: skip

PLAIN_SLUG = "tin"
"""In the friendly address that every article has which was given no other."""


def article_path(section: Section, number: int) -> str:
    """Address of an article: SharePoint's display form with the item's ID."""
    return f"{section.list_path}/DispForm.aspx?ID={number}"


def friendly_path(section: Section, slug: str, number: int) -> str:
    """Address of an article by words and number, as its editors make it."""
    return f"/{section.key}/Pages/{slug}-{number}.aspx"


def attachment_path(section: Section, number: int, filename: str) -> str:
    """Address of a file attached to a list item."""
    return f"{section.list_path}/Attachments/{number}/{quote(filename)}"


def library_path(section: Section, number: int, moves: int, filename: str) -> str:
    """Address of an article's file that was put into the section's document library."""
    return f"/{section.key}/Documents/{number}-{moves}/{quote(filename)}"


def picture_path(section: Section, number: int, name: str) -> str:
    """Address of a picture shown in an article."""
    return f"{section.list_path}/PublishingImages/{number}-{name}"
