"""The page of an article."""

from collections.abc import Sequence
from dataclasses import dataclass

from scraper.demo.content.first import FIRST_NUMBER
from scraper.demo.content.story import Dateline, Story
from scraper.demo.pages.chrome import Page, weighed
from scraper.demo.pages.counters import shown_count
from scraper.demo.pages.dates import datelines, meridiem_date, short_date
from scraper.demo.pages.fetch import Fetch
from scraper.demo.pages.richtext import rich_text
from scraper.demo.pages.templating import template
from scraper.demo.sections import PLAIN_SLUG, friendly_path
from scraper.demo.weather import Design

FORM = (
    "Tiêu đề", "Hình ảnh", "Hình ảnh mô tả", "Tóm tắt", "Nội dung", "Link thay thế nội dung",
    "Ngày xuất bản", "Tin nổi bật", "Tác giả", "Phân loại", "Loại bài viết", "Số Trang", "Số Ảnh",
    "Số tiền", "Tin liên quan", "Audio", "Từ khóa", "Trạng thái", "Lịch sử", "Số lượt người đọc",
    "Email", "FriendlyName", "Approval Status", "Attachments",
)  # fmt: skip
"""The labels of the list item's form, in their order."""


@dataclass(frozen=True, slots=True)
class View:
    """What an article's page shows beside the article."""

    fetch: Fetch
    views: int | None
    related: Sequence[Story] = ()
    weight: int = 0
    design: Design = Design.CLASSIC


def article_page(story: Story, view: View) -> bytes:
    """Return the page of an article."""
    spelled = story.spelled()
    above, below = datelines(story, view.fetch.now)
    views = shown_count(view.views, story.number)
    values = _form_values(spelled, views)
    guid = f"{{{story.section.guid.lower()}}}"
    page = Page(spelled.title, story.path, story.form_path, story.number, view.weight, guid)
    html = template(view.design, "article.html").render(
        page=page,
        fetch=view.fetch,
        story=spelled,
        above=above,
        below=below,
        body=rich_text(view.fetch.seed, spelled),
        files=_files(story),
        views=views,
        related=[
            {
                "href": address(other, story.number) if view.fetch.noisy else other.path,
                "title": other.title,
                "date": short_date(other.published),
            }
            for other in view.related
        ],
        form=[(label, values.get(label, "")) for label in FORM],
        stamp=_stamp(story),
    )
    return weighed(html, view.weight)


def address(story: Story, asker: int) -> str:
    """Return an address of an article as another one's page has it: not always the plain one."""
    join = "&" if "?" in story.path else "?"
    match (story.number + asker) % 6:
        case 0:
            return f"{story.path}#noi-dung"
        case 1:
            return f"{story.path}{join}utm_source=lien-quan&utm_medium=web"
        case 2 if story.slug is None:
            query = f"Source=%2F{story.section.key}&ID={story.number}"
            return story.form_path.partition("?")[0] + f"?{query}"
        case 3 if story.slug is None and story.number % 5 == 0:
            return friendly_path(story.section, PLAIN_SLUG, story.number)
        case _:
            return story.path


def _files(story: Story) -> list[dict[str, str]]:
    return [
        {"label": file.label, "filename": file.filename, "path": story.enclosure_path(file)}
        for file in story.enclosures
    ]


def _form_values(story: Story, views: str | None) -> dict[str, str]:
    """Return the filled fields of the item form; the first article's form is empty."""
    if story.number == FIRST_NUMBER:
        return {}
    values = {
        "Tiêu đề": story.title,
        "Hình ảnh": story.image or "",
        "Tóm tắt": story.summary or "",
        "Tác giả": story.author or "",
        "Phân loại": story.section.title,
        "Từ khóa": "; ".join(story.keywords),
        "Approval Status": "Approved",
        **dict(story.fields),
    }
    if story.dateline in (Dateline.LONG, Dateline.MERIDIEM):
        values["Ngày xuất bản"] = meridiem_date(story.published)
    if views is not None and story.number % 5 == 0:
        values["Số lượt người đọc"] = views
    return values


def _stamp(story: Story) -> dict[str, str]:
    """Return the item's version line; the first article's is empty, as visitors see it."""
    if story.created is None or story.created_by is None or story.modified is None:
        return dict.fromkeys(("version", "created", "creator", "modified", "editor"), "")
    return {
        "version": f"{story.version}.0",
        "created": meridiem_date(story.created),
        "creator": story.created_by,
        "modified": meridiem_date(story.modified),
        "editor": story.created_by,
    }
