"""The portal's other pages: front page, about, media lists, errors, notices."""

from collections.abc import Sequence
from dataclasses import dataclass

from scraper.demo.pages.chrome import Page
from scraper.demo.pages.fetch import Fetch
from scraper.demo.pages.templating import template
from scraper.demo.weather import Design


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link of a plain page, perhaps with an image."""

    href: str
    text: str
    image: str = ""


@dataclass(frozen=True, slots=True)
class Plain:
    """A heading, paragraphs and links."""

    path: str
    heading: str
    paragraphs: Sequence[str] = ()
    links: Sequence[Pointer] = ()


NOT_FOUND = (
    "Không tìm thấy trang yêu cầu",
    "Bài viết không tồn tại hoặc đã được gỡ bỏ khỏi cổng thông tin.",
    "Xin vui lòng quay lại trang chủ hoặc liên hệ ban biên tập.",
)
ABOUT = (
    "Giới thiệu",
    "Đây là cổng thông tin trình diễn: mọi bài viết, văn bản và chữ ký đều là giả định.",
    "Cổng dùng để thử nghiệm việc lưu trữ các trang thông tin điện tử.",
)
LOGIN = ("Đăng nhập", "Tên đăng nhập và mật khẩu do quản trị hệ thống cấp.")
MAINTENANCE = (
    "Hệ thống đang bảo trì",
    "Hệ thống đang được bảo trì, nâng cấp. Xin vui lòng quay lại sau.",
)


def plain_page(plain: Plain, fetch: Fetch, design: Design) -> bytes:
    """Return a plain page."""
    return (
        template(design, "plain.html")
        .render(
            page=Page(plain.heading, plain.path, plain.path),
            fetch=fetch,
            heading=plain.heading,
            paragraphs=plain.paragraphs,
            links=plain.links,
        )
        .encode()
    )


def error_page(fetch: Fetch) -> bytes:
    """Return SharePoint's own page for an error on the server."""
    return (
        "<!DOCTYPE html><html><head><title>Error</title></head><body>"
        '<div id="ms-error-header"><h1>Sorry, something went wrong</h1></div>'
        '<div id="ms-error-body"><span>Validation of viewstate MAC failed.</span></div>'
        "<div><h3>Technical Details</h3><p>Troubleshoot issues with Microsoft SharePoint "
        f"Foundation.</p><p>Correlation ID: {fetch.correlation}</p>"
        f"<p>Date and Time: {fetch.now:%m/%d/%Y %I:%M:%S %p}</p></div></body></html>"
    ).encode()
