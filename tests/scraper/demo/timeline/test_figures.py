from random import Random

import pytest

from scraper.demo.content.story import Bullets, Heading, Paragraph, Table
from scraper.demo.timeline.figures import change_figure


@pytest.mark.parametrize(
    "block",
    [
        Paragraph("Trước ngày 30/09/2021."),
        Paragraph("Đạt 95,8% kế hoạch."),
        Bullets(("Có 12 dự án.", "Có 9 dự án.")),
        Table((("STT", "Số"), ("1", "9.120"))),
    ],
)
def test_one_figure_changes(block):
    assert change_figure(block, Random(1)) not in (None, block)


@pytest.mark.parametrize(
    "block", [Paragraph("Dịch Covid-19"), Paragraph("Số 4500/UBND"), Heading("1")]
)
def test_names_and_document_numbers_are_no_figures(block):
    assert change_figure(block, Random(1)) is None
