import io

import pypdfium2
from pypdf import PdfReader

from scraper.demo.content.story import Make


def test_its_text_is_vietnamese_in_embedded_truetype_fonts(made):
    pdf = made(Make.BORN_DIGITAL)
    text = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].get_textpage().get_text_range()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "ngày" in text
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    assert any("/FontFile2" in font.get_object().get("/FontDescriptor", {}) for font in fonts)
