"""Someone new, who has read no documentation, finds what they came for."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.archive.web.browser.conftest import Open

TITLE = re.compile("Kế hoạch phát động phong trào thi đua đặc biệt")


@pytest.fixture(params=["vi-desk", "en-phone"])
def home(request, open_page: Open, site: str) -> Page:
    language, _, screen = request.param.partition("-")
    return open_page(site + "/", language, phone=screen == "phone")


def test_the_article_is_found_by_words_typed_bare(home: Page):
    home.locator("main").get_by_role("searchbox").fill("thi dua dac biet")
    home.keyboard.press("Enter")
    hit = home.locator(".hits > li").first
    expect(hit.locator("mark").first).to_have_text("thi")
    assert "đặc" in hit.locator("mark").all_inner_texts()
    hit.get_by_role("link", name=TITLE).click()
    expect(home.locator("h1")).to_have_text(TITLE)
    expect(home.locator(".body")).to_contain_text("Nhằm huy động sức mạnh")


def test_the_signer_of_its_plan_is_found(home: Page):
    home.locator("main").get_by_role("searchbox").fill("ke hoach thi dua")
    home.keyboard.press("Enter")
    home.locator(".hits").get_by_role("link", name=TITLE).first.click()
    files = home.locator(".files")
    expect(files).to_contain_text("Ủy ban nhân dân tỉnh")
    files.get_by_role("link", name="4500-KH.signed.pdf").click()
    signature = home.locator(".signature").first
    expect(signature).to_contain_text("Ủy ban nhân dân tỉnh")
    expect(signature.get_by_role("listitem").first).to_contain_text(
        re.compile("Các byte đã ký còn nguyên vẹn|The signed bytes are unaltered")
    )


def test_what_changed_in_it_is_seen_from_the_overview(home: Page):
    change = (
        home.locator(".changes li")
        .filter(has_text=TITLE)
        .filter(has_text=re.compile("Sửa lặng lẽ|Silently edited"))
    )
    expect(change).to_contain_text("30/09/2021")
    change.get_by_role("link", name=TITLE).click()
    expect(home.locator("ins").last).to_contain_text("30/09/2021")
    expect(home.locator("main")).to_contain_text(
        re.compile("không đổi ngày đăng|no date was changed")
    )


def test_what_it_said_on_a_day_is_two_clicks_away(home: Page):
    home.locator(".changes li").get_by_role("link", name=TITLE).first.click()
    home.locator(".trail").get_by_role("link", name=TITLE).click()
    assert home.locator("input[type=date]").get_attribute("min")
    home.locator(".timeline").get_by_role("link", name=re.compile("1$")).click()
    expect(home.locator(".body")).not_to_contain_text("30/09/2021")
    expect(home.locator(".notice")).to_contain_text(re.compile("phiên bản 1|version 1"))


def test_the_language_is_switched_and_stays(home: Page, site: str):
    home.context.clear_cookies()
    shown = home.locator("html").get_attribute("lang")
    other = home.locator(".languages a").get_attribute("lang")
    home.locator(".languages a").click()
    home.goto(site + "/-/health")
    assert home.locator("html").get_attribute("lang") == other != shown
    home.context.clear_cookies()


def test_the_keyboard_leads_past_the_frame(home: Page):
    home.keyboard.press("Tab")
    assert home.evaluate("document.activeElement.className") == "skip"
    home.keyboard.press("Enter")
    assert home.evaluate("document.activeElement.id") == "content"


def test_a_plot_is_a_table_too(home: Page):
    summary = home.locator("#year summary")
    summary.click()
    cells = home.locator("#year td").all_inner_texts()
    assert sum(int(cell) for cell in cells) > 0
