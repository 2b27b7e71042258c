import io

from pypdf import PdfReader

from scraper.demo.content.story import Make


def test_each_page_is_one_fax_coded_image_at_200_dots_an_inch_without_text(made):
    reader = PdfReader(io.BytesIO(made(Make.SCANNED)))
    assert len(reader.pages) >= 1
    for page in reader.pages:
        (image,) = page["/Resources"]["/XObject"].values()
        image = image.get_object()
        assert image["/Filter"] in ("/CCITTFaxDecode", ["/CCITTFaxDecode"])
        assert image["/BitsPerComponent"] == 1
        assert round(image["/Width"] / float(page.mediabox.width) * 72) == 200
        assert page.extract_text() == ""
