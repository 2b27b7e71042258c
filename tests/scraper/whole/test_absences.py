"""Articles that are not where they were: what a crawl looks at before it calls them gone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TEXT = "Ban Quản lý tổ chức hội nghị tổng kết năm, có hơn ba trăm đại biểu tham dự. " * 4


def page(answers: Any, title: str, text: str) -> bytes:
    return bytes(
        answers.html(
            f"<!DOCTYPE html><html><body><h1>{title}</h1><p>08/09/2021, 09:00</p><p>{text}</p>"
            "<p>Lượt người xem: 194</p></body></html>"
        )
    )


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found"])
def test_one_that_says_not_found_is_looked_for_at_its_other_addresses(
    luutru: Run, archive: Any, server: Any, answers: Any, profile: Callable[..., Path], status: str
) -> None:
    links = '<a href="/bai/1">Một</a> <a href="/bai/7">Bảy</a>'
    server.pages["/tin"] = answers.html(f'<h1>Tin</h1>{links} <a href="/bai/2">Hai</a>')
    server.pages["/bai/2"] = page(answers, "Nộp báo cáo", "Doanh nghiệp nộp báo cáo. " * 9)
    article = page(answers, "Hội nghị tổng kết", TEXT)
    server.pages["/bai/1"] = article
    server.pages["/bai/7"] = answers.http(b"", "Location: /bai/1", status="301 Moved Permanently")
    command = ["--archive", archive.path, "crawl", profile(server.url("/")), "--all", "--json"]
    assert luutru(*command).json["new"] == 2
    server.pages["/tin"] = answers.html('<h1>Tin</h1><a href="/bai/2">Hai</a>')
    server.pages["/bai/1"] = answers.html(
        "<!DOCTYPE html><html><body><h1>Không tìm thấy trang</h1>"
        "<p>Trang bạn tìm không tồn tại.</p></body></html>",
        status=status,
    )
    server.pages["/bai/7"] = article
    luutru(*command)
    told = archive.rows("SELECT kind, field, after FROM changes WHERE crawl_id = 2")
    assert told == [("edited", "url", server.url("/bai/7"))]
    archive.check()
