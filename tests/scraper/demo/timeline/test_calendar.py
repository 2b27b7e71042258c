from hypothesis import given
from hypothesis import strategies as st

from scraper.demo.timeline.calendar import Calendar, evening_of


@given(articles=st.integers(1, 500), rate=st.integers(0, 9), number=st.integers(1, 900))
def test_an_article_is_counted_from_the_day_it_was_born(articles, rate, number):
    calendar = Calendar("seed", articles, rate)
    day = calendar.born(number)
    if number > articles and not rate:
        return
    assert calendar.count(day) >= number
    assert day == 0 or calendar.count(day - 1) < number


@given(number=st.integers(1, 400))
def test_nothing_is_published_after_the_evening_of_its_day(number):
    calendar = Calendar("seed", 60, 5)
    assert calendar.published(number) < evening_of(calendar.born(number))
