"""Both languages say everything, and say it with the same things filled in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import archive.web
from archive.web import language
from archive.web.labels import LABELS
from archive.web.language import negotiate, speak

WEB = Path(archive.web.__file__).parent
METHODS = [
    ("**/language.py", "ignore"),
    ("**.py", "python"),
    ("**.html", "jinja2"),
    ("**.xml", "jinja2"),
]
KEYWORDS = {
    "_": None, "translate": None, "translate_count": (1, 2), "gettext": None, "ngettext": (1, 2),
}  # fmt: skip
FILLED = re.compile(r"%\(\w+\)s")


def texts() -> Iterator[str | tuple[str, ...]]:
    for _, _, text, _, _ in extract_from_dir(WEB, METHODS, keywords=KEYWORDS):
        yield text


@pytest.fixture
def catalogue():
    with (WEB / "locale" / "vi.po").open("rb") as stream:
        return read_po(stream, locale="vi")


def test_every_text_is_translated_and_no_other(catalogue):
    used = {text[0] if isinstance(text, tuple) else text for text in texts()}
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in catalogue if m.id}
    assert used - known == set()
    assert known - used == set()
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings) or not message.id, message.id


def test_translations_fill_in_the_same(catalogue):
    for message in catalogue:
        if message.id:
            source = message.id[-1] if isinstance(message.id, tuple) else message.id
            target = message.string[0] if isinstance(message.string, tuple) else message.string
            assert set(FILLED.findall(target)) == set(FILLED.findall(source)), message.id


def test_labels_name_what_the_schema_knows():
    from archive.web.changes.reading import KINDS

    assert set(KINDS) <= set(LABELS)


@pytest.mark.parametrize(
    ("header", "chosen"),
    [("", "vi"), ("vi", "vi"), ("en-GB,en;q=0.9", "en"), ("en;q=0.5,vi;q=0.9", "vi"),
     ("fr", "en"), ("fr,*;q=0.1", "vi"), ("en;q=0", "vi"), ("en;q=x", "vi"), (";;,,", "vi")],
)  # fmt: skip
def test_the_browser_s_language(header, chosen):
    assert negotiate(header) == chosen


@pytest.mark.parametrize(
    ("chosen", "day", "size"),
    [("vi", "8/9/2021", "1,2 MB"), ("en", "8 Sep 2021", "1.2 MB")],
)
def test_dates_and_numbers(chosen, day, size):
    speak(chosen)
    assert language.day("2021-09-08T02:00:00.000000Z") == day
    assert language.size(1_234_567) == size
    assert language.day("2021-09-08T20:00:00.000000Z") != day  # the next day in Việt Nam
    speak(language.VIETNAMESE)


def test_a_date_without_a_time_is_not_given_one():
    speak(language.VIETNAMESE)
    assert language.dated("2021-09-08T00:00:00+07:00") == "8/9/2021"
    assert language.dated("2021-09-08T09:05:00+07:00") == "09:05, 8/9/2021"
    assert language.dated("2021-09-08 09:05") == "09:05, 8/9/2021"
    assert language.dated("khoảng tháng 9") == "khoảng tháng 9"
    assert language.plain_day("2021-09-08") == "8/9/2021"
