"""Pages that came by a post: they share a URL, and are known by what they say."""

from archive.content import Kind, Listing
from archive.recording.judging import Outcome
from tests.archive.recording.making import HOME, Archive

URL = HOME + "tin-tuc"
FIRST, SECOND, THIRD = (Listing(URL, f"sha256:{number}") for number in (1, 2, 3))


def look(archive: Archive, **posts: tuple[Listing, bytes]) -> list[Outcome]:
    """Look at the first page, then post for others: each post is what it gets and is made of."""
    found = []
    with archive.crawl():
        found.append(archive.take(FIRST, url=URL, kind=Kind.LISTING).outcome)
        for listing, body in posts.values():
            found.append(archive.take(listing, url=URL, kind=Kind.LISTING, posted=body).outcome)
    return found


def test_an_unchanged_page_that_was_posted_for_is_noise_whatever_was_posted(
    archive: Archive,
) -> None:
    first = look(archive, two=(SECOND, b"state=a&page=2"), three=(THIRD, b"state=a&page=3"))
    assert first == [Outcome.NEW] * 3
    again = look(archive, two=(SECOND, b"state=b&page=2"), three=(THIRD, b"state=b&page=3"))
    assert again == [Outcome.NOISE] * 3
    assert archive.rows(
        "SELECT content_digest, capture_id FROM form_answers ORDER BY capture_id"
    ) == [("sha256:2", 5), ("sha256:3", 6)]


def test_the_first_page_is_never_compared_with_one_that_was_posted_for(archive: Archive) -> None:
    assert look(archive, two=(FIRST, b"page=1")) == [Outcome.NEW, Outcome.NEW]
    assert archive.rows("SELECT base_capture_id FROM resources") == [(1,)]
