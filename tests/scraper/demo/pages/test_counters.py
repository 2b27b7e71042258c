import pytest

from scraper.demo.pages.counters import shown_count


@pytest.mark.parametrize(
    ("views", "number", "shown"),
    [
        (None, 1, None), (194, 1, "194"), (1234, 4, "1.234"), (1234, 1, "1,234"),
        (12_540, 2, "12,5K"), (1234, 2, "1234"), (1234, 3, "1234"),
    ],
)  # fmt: skip
def test_spellings(views, number, shown):
    assert shown_count(views, number) == shown
