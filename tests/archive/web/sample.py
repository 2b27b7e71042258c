"""A small archive, WARC files and all, as a crawl would have left it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import Connection, Engine

from archive.catalogue import open_catalogue
from archive.content import (
    Article,
    Attachment,
    Document,
    Fact,
    Kind,
    Page,
    Reading,
    Signature,
)
from archive.digests import digest_bytes, digest_content
from archive.folder import ArchiveFolder
from archive.profile import Profile
from archive.recording import crawls
from archive.recording.ending import Ending
from archive.recording.recorder import Recorder
from archive.times import to_text
from archive.warc.exchange import Exchange, Failure, Payload, Request, Response
from archive.warc.writer import WarcWriter

HOME = "https://portal.example/"
PLAN = HOME + "tin-tuc/1"
NOTICE = HOME + "tin-tuc/2"
FLOOD = HOME + "tin-tuc/3"
FILE = HOME + "VanBan/4500-KH.signed.pdf"
FILENAME = "4500-KH.signed.pdf"
ORDER = HOME + "VanBan/4501-QD.pdf"
START = datetime(2021, 9, 8, 2, tzinfo=UTC)
DAY = timedelta(days=1)
PROFILE = """
key = "portal"
name = "Ban Quản lý các Khu công nghiệp"
home = "https://portal.example/"
[crawl]
start = ["https://portal.example/tin-tuc"]
article = ['/tin-tuc/\\d+$']
[change]
gone_after_looks = 1
gone_after = "0s"
"""
TITLE = (
    'Kế hoạch phát động phong trào thi đua đặc biệt "Toàn tỉnh đoàn kết, chung sức, đồng lòng '
    'thi đua phòng, chống và chiến thắng đại dịch Covid-19"'
)
OPENING = (
    "Nhằm huy động sức mạnh của cả hệ thống chính trị và toàn thể nhân dân, UBND tỉnh ban hành "
    "Kế hoạch số 4500/KH-UBND phát động phong trào thi đua đặc biệt."
)
DEADLINE = "Các sở, ban, ngành nộp báo cáo đến ngày {}. Đất đai và lũ lụt cũng được nhắc đến."
CLOSING = "Các tầng lớp nhân dân tiếp tục phát huy truyền thống đoàn kết, lá lành đùm lá rách."
SIGNATURE = Signature(
    field="Signature1",
    signer="Ủy ban nhân dân tỉnh Bình Dương",
    organisation="Tỉnh Bình Dương",
    issuer="Cơ quan chứng thực số Chính phủ",
    serial="5e01",
    signed_at="2021-09-07T16:20:00+07:00",
    timestamped=False,
    intact=True,
    coverage="whole-file",
    modified_after="none",
    trusted=False,
    problem="No root of this archive issued the certificate.",
)
SCRIPTED = (
    "<!doctype html><html><head><title>{title}</title><link rel=stylesheet href=/style.css>"
    "<script>document.title='alive'</script></head><body onload=\"document.title='alive'\">"
    '<h1>{title}</h1>{body}<img src="https://elsewhere.example/pixel.gif">'
    "<p>Lượt người xem: {views}</p></body></html>"
)


def pdf(*lines: str) -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream, invariant=True)
    for line in lines:
        canvas.drawString(72, 760, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def document(payload: bytes, *pages: str, number: str | None = None) -> Document:
    return Document(
        digest_bytes(payload),
        len(payload),
        "application/pdf",
        digest_content(list(pages)),
        page_count=len(pages),
        document_number=number,
        pages=tuple(Page(n, text, "text", 1.0) for n, text in enumerate(pages, start=1)),
        signatures=(SIGNATURE,) if number else (),
        facts=(Fact("number", number, f"Số: {number}", 1, 0.9),) if number else (),
    )


def article(url: str, title: str, *paragraphs: str, **values: Any) -> Article:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return Article(
        url,
        "sharepoint/1",
        digest_content([title, paragraphs, repr(values.get("attachments"))]),
        title=title,
        body_text="\n\n".join(paragraphs),
        body_html=body,
        **values,
    )


@dataclass
class Sample:
    """Writes an archive crawl by crawl."""

    folder: ArchiveFolder
    engine: Engine
    now: datetime = START
    crawl_id: int = 0
    profile: Profile = field(default_factory=lambda: Profile.from_toml(PROFILE, "sample"))

    @contextmanager
    def crawl(self, after: timedelta = timedelta(0), status: str = "complete") -> Iterator[None]:
        self.now += after
        self.crawl_id += 1
        with self.engine.begin() as db:
            crawls.begin(db, self.crawl_id, self.profile.key, to_text(self.now))
        info = {"profile": self.profile.text}
        with WarcWriter(
            self.folder.warc, portal="portal", info=info, clock=lambda: self.now
        ) as writer:
            self.recorder = Recorder(
                self.engine, writer, self.crawl_id, self.profile, _never_reread
            )
            yield
            self.recorder.finish(Ending(status, self.now, exhaustive=True))

    def take(
        self,
        url: str,
        kind: Kind,
        body: bytes,
        reading: Reading = None,
        *,
        media_type: str = "text/html; charset=utf-8",
        status: int = 200,
    ) -> None:
        self.now += timedelta(seconds=1)
        headers = ((b"Content-Type", media_type.encode()), (b"Server", b"Microsoft-IIS/10.0"))
        request = Request("GET", "/" + url.split("/", 3)[3], ((b"Host", b"portal.example"),))
        response = Response(status, "OK", headers, Payload(body)) if status else None
        failure = None if status else Failure("timeout", "no answer within 60 s")
        exchange = Exchange(url, self.now, kind, request, response, failure, "203.0.113.7")
        self.recorder.record([(exchange, reading)])

    def see(self, said: Article, views: int) -> None:
        said = replace(said, view_count=views)
        page = SCRIPTED.format(title=said.title, body=said.body_html, views=views)
        self.take(said.url, Kind.ARTICLE, page.encode(), said)

    def attach(self, url: str, payload: bytes, read: Document) -> None:
        self.take(url, Kind.DOCUMENT, payload, read, media_type="application/pdf")


def plan(deadline: str) -> Article:
    return article(
        PLAN,
        TITLE,
        OPENING,
        DEADLINE.format(deadline),
        CLOSING,
        summary=OPENING,
        published_at="2021-09-08T09:00:00+07:00",
        source="BDIZA",
        author="Ban Quản lý các Khu công nghiệp Bình Dương",
        category="Tin Tức",
        keywords=("thi đua", "Covid-19"),
        attachments=(Attachment(FILE, FILENAME, "Kế hoạch"),),
        related=(NOTICE,),
        fields={"Version": "2.0", "Content Type": "Tin tức"},
    )


def build(path: Path) -> ArchiveFolder:
    """Three days of a portal: an edit without a new date, a new file, an article gone."""
    folder = ArchiveFolder(path)
    folder.warc.mkdir(parents=True)
    sample = Sample(folder, open_catalogue(folder.database))
    notice = article(
        NOTICE, "Thông báo nghỉ lễ Quốc khánh", "Nghỉ lễ từ ngày 02/9.", category="Thông báo",
        published_at="2020-08-30T08:00:00+07:00", source="VP",
    )  # fmt: skip
    first, second = pdf("Plan one", "Annex"), pdf("Plan two", "Annex")
    with sample.crawl():
        sample.take(HOME + "style.css", Kind.REQUISITE, b"body{}", media_type="text/css")
        sample.see(plan("30/9"), 194)
        sample.attach(FILE, first, document(first, "Ke hoach", "Phu luc", number="4500/KH-UBND"))
        sample.see(notice, 80)
    with sample.crawl(DAY):
        sample.see(plan("15/10"), 201)
        changed = document(second, "Ke hoach sua", "Phu luc", number="4500/KH-UBND")
        sample.attach(FILE, second, changed)
        sample.take(NOTICE, Kind.ARTICLE, b"<h1>404</h1>", status=404)
    with sample.crawl(DAY):
        sample.see(plan("15/10"), 230)
        sample.see(
            article(FLOOD, "Chủ động ứng phó lũ lụt", "Mưa lớn gây ngập đường Đại lộ.",
                    category="Tin Tức", published_at="2021-09-10T07:30:00+07:00",
                    attachments=(Attachment(ORDER, "4501-QD.pdf", "Quyết định"),)), 3,
        )  # fmt: skip
        sample.take(HOME + "tin-tuc/9", Kind.ARTICLE, b"", status=0)
        sample.attach(ORDER, pdf("Order"), order(pdf("Order")))
        sample.take(FLOOD, Kind.ARTICLE, b"", status=304)
    sample.engine.dispose()
    return folder


def order(payload: bytes) -> Document:
    """Read a file that cites the plan, and whose name bears another number."""
    read = document(payload, "Quyet dinh", number="4502/QĐ-UBND")
    citation = Fact("cites", "Kế hoạch 4500/KH-UBND", "Kế hoạch số 4500/KH-UBND", 1, 0.95)
    return replace(read, signatures=(), facts=(*read.facts, citation))


def _never_reread(_db: Connection, capture_id: int) -> Reading:
    raise AssertionError(f"capture {capture_id} was read with the parser of today")
