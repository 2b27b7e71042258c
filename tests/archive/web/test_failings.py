"""What is wrong with a crawl is told in the reader's language."""

import pytest

from archive.health.checks import Check
from archive.queries.status import CrawlState
from archive.web.failings import tell_failings
from archive.web.language import ENGLISH, VIETNAMESE, speak

LOST = Check("lost", "body_text", 7, 20, high=2, problem="body_text: lost on 7 of 20 pages")
FEW = Check("articles", None, 4, 12, low=9.5, problem="articles: a listing shows 4 of them")
FINE = Check("missing", None, 0, 20, high=1)
STOPPED = "the crawl stopped before its end"


def crawl(*checks: Check) -> CrawlState:
    problems = tuple(each.problem for each in checks if each.problem)
    when = "2021-09-08T02:00:00.000000Z"
    return CrawlState(1, "unhealthy", when, None, None, {}, (*problems, STOPPED), checks)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            VIETNAMESE,
            [
                "Trường mà bài đã biết bị mất (Nội dung): 7 trên 20; cần: nhiều nhất 2",
                "Số bài trên một trang danh sách: 4; cần: ít nhất 9,5",
                STOPPED,
            ],
        ),
        (ENGLISH, [LOST.problem, FEW.problem, STOPPED]),
    ],
)
def test_checks_that_failed_are_told_with_their_bounds(language, told):
    speak(language)
    assert tell_failings(crawl(LOST, FEW, FINE)) == told
    speak(VIETNAMESE)
