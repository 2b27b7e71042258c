"""What stands in an article's place, with status 200, when something between is not well.

Each kind comes in several wordings, for portals and what stands before them do not agree on words.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from scraper.demo.pages.fetch import Fetch
from scraper.demo.pages.plain import MAINTENANCE, Plain, error_page, plain_page
from scraper.demo.weather import Design, Lie

LOGIN_FORM = (
    '<div class="login"><h2>{heading}</h2><table><tr><td>{user}</td><td><input type="text" '
    'name="ctl00$signIn$UserName" /></td></tr><tr><td>{password}</td><td><input type="password" '
    'name="ctl00$signIn$password" /></td></tr></table><input type="submit" value="{heading}" />'
    "</div>"
)
LOGIN_WORDS = (
    {"heading": "Đăng nhập", "user": "Tên đăng nhập", "password": "Mật khẩu"},
    {"heading": "Sign In", "user": "User name:", "password": "Password:"},
    {"heading": "Xác thực tài khoản", "user": "Thư điện tử công vụ", "password": "Mã bí mật"},
)
CAPTCHA = (
    '<h2>{words}</h2><p><img src="/captcha/{token}.png" alt="captcha" /> <input type="text" '
    'name="captcha" autocomplete="off" /></p><input type="submit" value="OK" />'
)
CAPTCHA_WORDS = (
    "Vui lòng nhập mã xác nhận trong hình để tiếp tục",
    "Please type the characters you see",
    "Mời quý khách gõ lại dãy ký tự bên dưới",
)
NOTICES = (
    (
        "Access Denied",
        ("Your request was blocked by the security policy of this network.",),
    ),
    (
        "Thông báo",
        (
            "Địa chỉ này hiện được tường lửa của đơn vị kiểm soát.",
            "Mọi thắc mắc xin liên hệ bộ phận công nghệ thông tin theo số máy lẻ 113.",
        ),
    ),
    (
        "Gateway notice",
        ("The upstream connection is limited by the administrator.", "Rule 40112, zone DMZ-2."),
    ),
)
PAUSES = (
    MAINTENANCE,
    ("Thông báo nâng cấp", "Trang sẽ hoạt động trở lại lúc 22 giờ. Mong quý vị thông cảm."),
    ("Website is being upgraded", "We will be back shortly. Thank you for your patience."),
)


def lie_page(lie: Lie, path: str, fetch: Fetch, design: Design, rng: Random) -> bytes:
    """Return a page of a kind that needs nothing of the article; raises KeyError for others."""
    return PAGES[lie](path, fetch, design, rng)


def _maintenance(path: str, fetch: Fetch, design: Design, rng: Random) -> bytes:
    heading, *paragraphs = rng.choice(PAUSES)
    return plain_page(Plain(path, heading, paragraphs), fetch, design)


def _login(path: str, fetch: Fetch, design: Design, rng: Random) -> bytes:
    words: Mapping[str, str] = rng.choice(LOGIN_WORDS)
    page = plain_page(Plain(path, words["heading"]), fetch, design).decode()
    return _with_form(page, LOGIN_FORM.format(**words))


def _captcha(path: str, fetch: Fetch, design: Design, rng: Random) -> bytes:
    words = rng.choice(CAPTCHA_WORDS)
    form = CAPTCHA.format(words=words, token=fetch.correlation)
    if rng.random() < 0.5:
        return _bare("captcha", (form,))
    return _with_form(plain_page(Plain(path, words), fetch, design).decode(), form)


def _error(_: str, fetch: Fetch, __: Design, ___: Random) -> bytes:
    return error_page(fetch)


def _proxy(path: str, fetch: Fetch, __: Design, rng: Random) -> bytes:
    heading, paragraphs = rng.choice(NOTICES)
    lines = [f"<h1>{heading}</h1>", *(f"<p>{text}</p>" for text in paragraphs)]
    lines.append(f"<p>URL: {fetch.base}{path}</p><hr><address>{fetch.utc}</address>")
    return _bare(heading, lines)


def _with_form(page: str, form: str) -> bytes:
    """Put a form below the heading of a plain page."""
    before, end, after = page.partition("</h1>")
    return f"{before}{end}{form}{after}".encode()


def _bare(title: str, lines: Sequence[str]) -> bytes:
    body = "\n".join(lines)
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


Making = Callable[[str, Fetch, Design, Random], bytes]
PAGES: dict[Lie, Making] = {
    Lie.LOGIN: _login,
    Lie.MAINTENANCE: _maintenance,
    Lie.ERROR: _error,
    Lie.CAPTCHA: _captcha,
    Lie.PROXY: _proxy,
}
