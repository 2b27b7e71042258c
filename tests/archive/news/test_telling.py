"""What a digest says of edits: what people read, and nothing twice."""

import json

from archive.news.entries import entries_of
from archive.news.telling import tell
from archive.news.wording import translator
from tests.archive.news.making import change

HOME = "https://portal.example"
ENGLISH = translator("en")


def told(*edits: tuple[str, str | None, str | None]) -> list[str]:
    rows = [
        change(number, "edited", field=field, before=before, after=after)
        for number, (field, before, after) in enumerate(edits, 1)
    ]
    return [each.text(ENGLISH) for entry in entries_of(rows) for each in tell(entry, ENGLISH)]


def attached(url: str, label: str = "Quyết định") -> str:
    return json.dumps({"url": url, "filename": "45-QD.pdf", "label": label})


def test_a_date_is_told_without_what_no_page_shows() -> None:
    at = "2021-09-11T10:00:00+07:00"
    assert told(("published_at", "2021-09-07T08:25:00+07:00", at))[0].endswith(
        "Published: “2021-09-07 08:25” → “2021-09-11 10:00”"
    )
    assert told(("published_at", None, "2021-09-11T00:00:00+07:00"))[0].endswith("+ “2021-09-11”")


def test_addresses_of_one_site_are_told_by_their_paths() -> None:
    (line,) = told(("url", f"{HOME}/tin?ID=7", f"{HOME}/Pages/hoi-nghi-7.aspx"))
    assert line.endswith("Address: “/tin?ID=7” → “/Pages/hoi-nghi-7.aspx”")
    (line,) = told(("url", f"{HOME}/tin?ID=7", "https://moi.example/7"))
    assert line.endswith(f"Address: “{HOME}/tin?ID=7” → “https://moi.example/7”")


def test_paths_are_told_in_letters() -> None:
    (line,) = told(("url", f"{HOME}/T%E1%BA%ADp%201", f"{HOME}/T%E1%BA%ADp%202"))
    assert line.endswith("“/Tập 1” → “/Tập 2”")
    (line,) = told(("url", f"{HOME}/a%0Ab", f"{HOME}/c%FFd"))
    assert line.endswith("“/a%0Ab” → “/c%FFd”")


def test_a_file_that_was_put_elsewhere_is_told_without_sessions() -> None:
    old, new = attached(f"{HOME}/a/45-QD.pdf?sid=71d3"), attached(f"{HOME}/b/45-QD.pdf?sid=7cc4")
    assert told(("attachments", old, new)) == [
        "Silently edited · Documents: “/a/45-QD.pdf” → “/b/45-QD.pdf”"
    ]
    (line,) = told(("attachments", old, attached(f"{HOME}/a/45-QD.pdf", "Bản chính")))
    assert line.endswith("“Quyết định: 45-QD.pdf” → “Bản chính: 45-QD.pdf”")


def test_a_picture_is_told_once() -> None:
    picture, link = f"{HOME}/anh-1.jpg", f"{HOME}/khac"
    image = ("image_url", None, f"{picture}?v=2")
    assert told(image, ("links", None, picture)) == [f"Silently edited · Image: + “{picture}?v=2”"]
    assert told(image, ("links", None, f"{picture}\n{link}"))[1].endswith(f"images: + “{link}”")
    assert told(("links", f"{picture}\n{link}", f"{link}\n{picture}"))[0].endswith("images")
    (line,) = told(("links", None, picture))
    assert line.endswith(f"Links and images: + “{picture}”")
