"""A short history to read back: two articles, an edit, a replaced file, a removal."""

from datetime import timedelta
from pathlib import Path

from archive.catalogue import open_catalogue
from archive.content import Article, Kind
from archive.profile import Profile
from tests.archive.recording.making import HOME, PROFILE, Archive, article, attachment, document

PLAN = HOME + "tin-tuc/1"
NOTICE = HOME + "tin-tuc/2"
FILE = HOME + "4500-KH.signed.pdf"
DAY = timedelta(days=1)
LINKED = (attachment("4500-KH.signed.pdf", "Kế hoạch"),)
PATIENT = {"gone_after_looks": 1, "gone_after": timedelta(0)}


def tell(folder: Path) -> Archive:
    """Write it: crawls on 8, 9 and 10 September 2021, the last one interrupted."""
    archive = Archive(open_catalogue(folder / "archive.db"), Profile.from_toml(PROFILE, "test"))
    archive.edit_profile(change=PATIENT)
    with archive.crawl():
        archive.take(_plan("Nộp hồ sơ đến ngày 30/9.", 194), url=PLAN)
        archive.take(document(b"one", "first"), b"one", url=FILE, kind=Kind.DOCUMENT)
        archive.take(article("Thông báo nghỉ lễ", url=NOTICE), url=NOTICE)
    with archive.crawl(after=DAY):
        archive.take(_plan("Nộp hồ sơ đến ngày 15/10.", 201), url=PLAN)
        archive.take(document(b"two", "second"), b"two", url=FILE, kind=Kind.DOCUMENT)
        archive.take(url=NOTICE, status=404)
    with archive.crawl("interrupted", after=DAY):
        archive.take(_plan("Nộp hồ sơ đến ngày 15/10.", 230), url=PLAN + "?utm_source=zalo")
    return archive


def _plan(body: str, views: int) -> Article:
    return article(
        "Kế hoạch thi đua đặc biệt",
        url=PLAN,
        body_text=f"{body}\n\nĐiều khoản chung.",
        view_count=views,
        attachments=LINKED,
        keywords=("thi đua", "Covid-19"),
        fields={"Version": "2.0"},
    )
