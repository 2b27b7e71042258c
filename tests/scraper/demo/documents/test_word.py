import io

import docx

from scraper.demo.content.story import Make


def test_word_processors_read_its_paragraphs(made):
    document = docx.Document(io.BytesIO(made(Make.DOCX)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Độc lập - Tự do - Hạnh phúc" in texts
    assert any(text.startswith("Điều 1.") for text in texts)
    assert document.core_properties.title
