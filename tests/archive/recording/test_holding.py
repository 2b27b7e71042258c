"""A redesign that hides fields makes no edits; a field that was removed makes one."""

from datetime import timedelta

from archive.content import Attachment
from tests.archive.recording.making import HOME, Archive
from tests.archive.recording.test_health import DAY, bare, page, problem, run, url_of


def edits(archive: Archive) -> list[tuple[object, ...]]:
    return archive.rows(
        "SELECT crawl_id, article_id, field, before, after FROM changes "
        "WHERE kind != 'new' ORDER BY id"
    )


def test_a_redesign_is_caught_in_its_first_run_and_loses_nothing(archive: Archive) -> None:
    run(archive)
    assert run(archive, read=bare) == "unhealthy"
    assert problem(archive).startswith("summary: lost on 20 of 20 pages that had it (at most ")
    assert edits(archive) == []
    assert archive.rows("SELECT count(*) FROM versions WHERE summary IS NULL") == [(0,)]
    assert archive.rows("SELECT DISTINCT held, lost FROM captures WHERE crawl_id = 2") == [
        (None, None),
        (1, '["summary"]'),
    ]
    assert archive.summary.counts["unchanged"] == 0


def test_the_second_run_is_told_as_well(archive: Archive) -> None:
    run(archive)
    run(archive, read=bare)
    assert run(archive, read=bare) == "unhealthy"
    assert edits(archive) == []


def test_when_the_pages_read_well_again_nothing_has_happened(archive: Archive) -> None:
    run(archive)
    run(archive, read=bare)
    assert run(archive) == "complete"
    assert archive.rows("SELECT count(*) FROM versions") == [(20,)]


def test_one_removal_is_an_edit_of_its_own_look(archive: Archive) -> None:
    run(archive)
    assert run(archive, read=lambda n: bare(n) if n == 4 else page(n)) == "complete"
    assert edits(archive) == [(2, 4, "summary", "Tóm tắt 4", None)]
    looked = "SELECT fetched_at FROM captures WHERE held = 0"
    assert archive.rows("SELECT valid_from FROM versions WHERE number = 2") == archive.rows(looked)
    assert archive.rows(looked) != []
    assert archive.summary.counts["edited"] == 1


def test_one_removal_where_nothing_else_is_looked_at(archive: Archive) -> None:
    run(archive)
    assert run(archive, [4], bare) == "complete"
    assert edits(archive) == [(2, 4, "summary", "Tóm tắt 4", None)]


def test_two_of_two_wait_for_a_run_that_sees_more(archive: Archive) -> None:
    run(archive)
    assert run(archive, [4, 5], bare) == "unhealthy"
    assert edits(archive) == []
    assert run(archive, read=lambda n: bare(n) if n in {4, 5} else page(n)) == "complete"
    assert [row[:3] for row in edits(archive)] == [(3, 4, "summary"), (3, 5, "summary")]


def test_a_text_of_which_little_is_found_is_lost(archive: Archive) -> None:
    run(archive, read=lambda n: page(n, body_text="Toàn văn của bài. " * 20))
    assert run(archive, read=lambda n: page(n, body_text="Toàn văn.")) == "unhealthy"
    assert "body_text: lost on 20 of 20" in problem(archive)
    assert edits(archive) == []


def test_one_text_that_was_cut_down_is_an_edit(archive: Archive) -> None:
    long = "Toàn văn của bài. " * 20
    run(archive, read=lambda n: page(n, body_text=long))
    run(archive, read=lambda n: page(n, body_text="Toàn văn." if n == 9 else long))
    assert [row[:3] for row in edits(archive)] == [(2, 9, "body_text")]


def test_withdrawn_attachments_are_withdrawn_when_the_crawl_ends(archive: Archive) -> None:
    def attached(number: int, name: str = "a.pdf"):
        return page(number, attachments=(Attachment(f"{HOME}{number}/{name}", name),))

    run(archive, read=attached)
    run(archive, read=lambda n: page(n) if n == 3 else attached(n))
    assert [row[:3] for row in edits(archive)] == [(2, 3, "attachments")]
    assert archive.rows("SELECT article_id FROM documents WHERE gone_at IS NOT NULL") == [(3,)]


def test_fields_that_no_digest_covers_are_told_too(archive: Archive) -> None:
    run(archive, read=lambda n: page(n, category="Tin tức"))
    assert run(archive) == "unhealthy"
    assert "category: lost on 20 of 20" in problem(archive)
    assert edits(archive) == []


def test_a_portal_that_gave_a_field_up_is_believed_when_its_profile_says_so(
    archive: Archive,
) -> None:
    run(archive)
    run(archive, read=bare)
    archive.edit_profile(health={"min_fill": {"summary": 0.0}})
    assert run(archive, read=bare) == "complete"
    assert len(edits(archive)) == 20


def test_only_the_fields_that_are_out_of_proportion_hold_back(archive: Archive) -> None:
    run(archive, read=lambda n: page(n, image_url=HOME + "a.jpg"))

    def read(number: int):
        image = None if number == 2 else HOME + "a.jpg"
        said = {"summary": None} if number > 10 else {}
        return page(number, image_url=image, **said)

    assert run(archive, read=read) == "unhealthy"
    assert [row[:3] for row in edits(archive)] == [(2, 2, "image_url")]


def test_an_interrupted_crawl_decides_when_it_is_at_its_end(archive: Archive) -> None:
    run(archive)
    with archive.crawl("interrupted", after=DAY):
        archive.take(bare(4), url=url_of(4))
    assert edits(archive) == []
    assert archive.rows("SELECT held FROM captures WHERE lost IS NOT NULL") == [(1,)]


def test_the_last_look_of_a_crawl_counts(archive: Archive) -> None:
    run(archive)
    with archive.crawl(after=timedelta(days=1)):
        archive.take(bare(4), url=url_of(4))
        archive.take(page(4), url=url_of(4))
    assert edits(archive) == []
