"""`luutru parse`."""

import json

import pytest
from click.testing import CliRunner

from scraper.cli.group import luutru

URL = "https://bdiza.binhduong.gov.vn/tin-tuc/2021/09/547-ke-hoach"

KEYS = {
    "url", "parser", "title", "summary", "body_text", "body_html", "published_at", "source",
    "author", "category", "keywords", "view_count", "image_url", "attachments", "related",
    "fields", "content_digest", "warnings",
}  # fmt: skip

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Kế hoạch</title></head><body>
<div>Tin Tức</div><div>Thứ 4, Ngày 08/09/2021, 09:00</div>
<h1>Kế hoạch phát động phong trào thi đua đặc biệt</h1><div>08/09/2021</div>
<div><p>(BDIZA) - Nhằm huy động sức mạnh của cả hệ thống chính trị và toàn thể nhân dân.</p>
<p>Theo đó, phong trào thi đua được triển khai cho các cơ quan, đơn vị, địa phương.</p>
<p>Kế hoạch: <a href="/Attachments/4500-KH.signed.pdf">Tải về 4500-KH.signed.pdf</a></p></div>
<div>Ban Quản lý các Khu công nghiệp Bình Dương</div><div>Lượt người xem: Views: 194</div>
<div>Tin khác</div></body></html>"""


def run(file, *more):
    arguments = ["parse", str(file), "--url", URL, "--portal", "bdiza", *more]
    return CliRunner().invoke(luutru, arguments)


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


def test_json_has_the_promised_keys_and_no_other(page):
    result = run(page, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert set(document) == KEYS
    assert document["url"] == URL
    assert "4500-KH.signed.pdf" in result.stdout
    assert all(set(each) == {"url", "filename", "label"} for each in document["attachments"])


def test_a_table_for_people(page):
    result = run(page)
    assert result.exit_code == 0, result.output
    assert "Kế hoạch phát động" in result.stdout
    assert "4500-KH.signed.pdf" in result.stdout


def test_a_file_that_is_no_page(tmp_path):
    file = tmp_path / "x.html"
    file.write_bytes(b"%PDF-1.7\n\x00\x01\x02")
    result = run(file)
    assert result.exit_code == 1
    assert str(file) in result.stderr
    assert "Traceback" not in result.stderr


def test_no_such_file(tmp_path):
    assert run(tmp_path / "none.html").exit_code == 2


def test_unknown_portal(page):
    result = CliRunner().invoke(luutru, ["parse", str(page), "--url", URL, "--portal", "bdizza"])
    assert result.exit_code == 1
    assert "Did you mean 'bdiza'?" in result.stderr
