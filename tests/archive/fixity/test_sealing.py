import hashlib
from typing import Any

from archive.catalogue import open_catalogue
from archive.fixity.sealing import seal_files
from pipelines.session import open_archive
from pipelines.workers import InlineReader
from tests.pipelines.histories import read


def test_finished_files_are_sealed_when_a_crawl_ends(archive: Any) -> None:
    for known, path in zip(archive.known(), archive.files, strict=True):
        assert known.digest == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_that_a_killed_crawl_left_is_sealed_before_the_next_one_writes(archive: Any) -> None:
    before = archive.known()
    archive.run("UPDATE warc_files SET digest = NULL")
    with open_archive(archive.folder.path, InlineReader(read)):
        assert archive.known() == before


def test_a_file_that_is_not_indexed_to_its_end_is_not_sealed(archive: Any) -> None:
    archive.run("UPDATE warc_files SET digest = NULL, indexed = indexed - 1")
    engine = open_catalogue(archive.folder.database)
    seal_files(engine, archive.folder.warc)
    engine.dispose()
    assert [known.digest for known in archive.known()] == [None, None]
