"""PDF files as a word processor makes them: text in embedded TrueType fonts."""

import io
from functools import cache

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from scraper.demo.documents.fonts import font_bytes
from scraper.demo.documents.paper import Paper
from scraper.demo.documents.stamps import Stamp, stamped

MARGIN = 64


def born_digital(paper: Paper, stamp: Stamp) -> bytes:
    """Return the paper as a PDF; another stamp makes other bytes of the same content."""
    out = io.BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN,
        bottomMargin=MARGIN, title=paper.subject, author="Văn phòng trình diễn",
        invariant=1,
    )  # fmt: skip
    center, body = _styles()
    story: list[Flowable] = [
        Paragraph(line, center) for line in (*paper.letterhead, paper.kind, paper.subject)
    ]
    story.append(Spacer(1, 12))
    story += [Paragraph(text, body) for text in paper.paragraphs]
    story.append(Spacer(1, 12))
    story += [Paragraph(line, center) for line in paper.closing]
    template.build(story)
    return stamped(out.getvalue(), stamp, "luutru demo")


def stamp_page(lines: tuple[str, ...], width: float, height: float) -> bytes:
    """Return a one-page PDF of that size in points with the lines of a signature's stamp."""
    _styles()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas.setStrokeColorRGB(0.8, 0, 0)
    canvas.setFillColorRGB(0.8, 0, 0)
    canvas.rect(1, 1, width - 2, height - 2)
    canvas.setFont("NotoSerif", 7)
    for index, line in enumerate(lines, start=1):
        canvas.drawString(5, height - 4 - 10 * index, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def _styles() -> tuple[ParagraphStyle, ParagraphStyle]:
    for name, weight in (("NotoSerif", "Regular"), ("NotoSerif-Bold", "Bold")):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(font_bytes(weight))))
    center = ParagraphStyle(
        "center", fontName="NotoSerif-Bold", fontSize=12, leading=18, alignment=TA_CENTER
    )
    body = ParagraphStyle(
        "body", fontName="NotoSerif", fontSize=12, leading=19, alignment=TA_JUSTIFY, spaceAfter=6
    )
    return center, body
