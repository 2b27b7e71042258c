"""Recognition of rendered Vietnamese pages, plain and as scanners and fax machines leave them."""

import shutil
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from pipelines.errors import PipelineError
from pipelines.parsing.documents.ocr import missing_tesseract, recognise
from pipelines.parsing.documents.ocr.skew import find_skew
from pipelines.parsing.documents.ocr.specks import without_specks
from pipelines.parsing.documents.ocr.tesseract import reads_foreign
from tests.rendered import DEGRADED, DPI, Degrade, as_pdf, draw_page, error_rate

LINES = (
    "Số: 4500/KH-UBND        Bình Dương, ngày 07 tháng 9 năm 2021",
    "KẾ HOẠCH PHÁT ĐỘNG PHONG TRÀO THI ĐUA ĐẶC BIỆT",
    "Nhằm huy động sức mạnh của cả hệ thống chính trị và toàn thể",
    "nhân dân tập trung ngăn chặn, đẩy lùi và sớm kiểm soát dịch bệnh,",
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch phát động phong trào thi",
    "đua đặc biệt. Theo đó, phong trào thi đua được triển khai cho các",
    "cơ quan, đơn vị, địa phương, tổ chức, doanh nghiệp; công chức,",
    "viên chức, lực lượng vũ trang, công nhân, nông dân, người lao động",
    "và mọi người dân sinh sống, làm việc trên địa bàn tỉnh Bình Dương.",
    "Các tầng lớp nhân dân tiếp tục phát huy truyền thống đoàn kết, lá",
    "lành đùm lá rách, hỗ trợ nhau vượt qua khó khăn; chấp hành tốt các",
    "quy định về phòng, chống dịch; hành động có trách nhiệm vì bản thân,",
    "gia đình, cộng đồng và xã hội, nhất là những nơi phong tỏa, cách ly.",
)

ENGLISH = (
    "The project aims to strengthen the capacity of the Management Board of",
    "Industrial Zones and to support foreign direct investment enterprises in",
    "the province. Investors may submit the application dossier at the One-Stop",
    "Service Division, Monday to Friday. Please contact the Department of",
    "Planning and Investment for further information on land lease, work permits",
    "and customs procedures. Website: http://www.example.gov.vn/news",
)

needs_tesseract = pytest.mark.skipif(
    missing_tesseract() is not None, reason="Tesseract with Vietnamese is not installed"
)


def page_image() -> Image.Image:
    return draw_page(LINES)


@needs_tesseract
def test_plain_page() -> None:
    page = recognise(as_pdf(page_image()), 1)
    assert (page.page, page.source) == (1, "ocr")
    assert error_rate("".join(LINES), page.text) <= 0.005
    assert page.confidence is not None
    assert page.confidence > 0.9
    assert page.text.startswith("Số: 4500/KH-UBND")


@needs_tesseract
@pytest.mark.parametrize("degrade", DEGRADED.values(), ids=DEGRADED)
def test_degraded_page(degrade: Degrade) -> None:
    page = recognise(as_pdf(degrade(page_image())), 1)
    assert error_rate("".join(LINES), page.text) <= 0.02


@needs_tesseract
@pytest.mark.skipif(not reads_foreign(), reason="Tesseract has no English")
def test_english_page() -> None:
    page = recognise(as_pdf(DEGRADED["skewed and faxed"](draw_page(ENGLISH, inches=3))), 1)
    assert error_rate("".join(ENGLISH), page.text) <= 0.005


@needs_tesseract
@pytest.mark.parametrize("turn", [90, 180])
def test_page_on_its_side_or_head(turn: int) -> None:
    page = recognise(as_pdf(page_image().rotate(turn, expand=True)), 1)
    assert error_rate("".join(LINES), page.text) <= 0.02


@needs_tesseract
def test_image_file() -> None:
    out = BytesIO()
    page_image().save(out, "PNG", dpi=(DPI, DPI))
    assert error_rate("".join(LINES), recognise(out.getvalue(), 1).text) <= 0.005


@needs_tesseract
def test_blank_page() -> None:
    page = recognise(as_pdf(Image.new("L", (800, 1100), 252)), 1)
    assert (page.text, page.source) == ("", "ocr")


@needs_tesseract
@pytest.mark.parametrize(("payload", "page"), [(b"%PDF-1.7", 1), (b"", 1)])
def test_nothing_to_render(payload: bytes, page: int) -> None:
    with pytest.raises(PipelineError, match="page 1 can't be rendered"):
        recognise(payload, page)


@needs_tesseract
def test_page_beyond_the_end() -> None:
    with pytest.raises(PipelineError, match="the file has 1 pages"):
        recognise(as_pdf(Image.new("L", (80, 110), 255)), 2)


def test_missing_tesseract_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    missing_tesseract.cache_clear()
    try:
        with pytest.raises(PipelineError, match="apt-get install tesseract-ocr tesseract-ocr-vie"):
            recognise(b"", 1)
    finally:
        missing_tesseract.cache_clear()


@pytest.mark.parametrize("angle", [-3.0, -0.6, 0.0, 1.2, 5.0])
def test_skew_is_found(angle: float) -> None:
    page = Image.new("L", (1600, 1100), 255)
    draw = ImageDraw.Draw(page)
    for line in range(100, 1000, 60):
        for word in range(150, 1400, 90):
            draw.rectangle((word, line, word + 70, line + 22), fill=0)
    turned = page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    assert find_skew(turned) == pytest.approx(-angle, abs=0.25)


def test_specks_go_and_strokes_stay() -> None:
    page = Image.new("L", (9, 9), 255)
    page.putpixel((1, 1), 0)
    for row in range(3, 8):
        page.putpixel((5, row), 0)
    clean = without_specks(page)
    assert clean.getpixel((1, 1)) == 255
    assert [clean.getpixel((5, row)) for row in range(3, 8)] == [0] * 5
