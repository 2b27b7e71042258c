import hashlib
from typing import Any

from archive.catalogue import open_catalogue
from archive.fixity.sealing import seal_files


def test_finished_files_are_sealed_when_a_crawl_ends(archive: Any) -> None:
    for known, path in zip(archive.known(), archive.files, strict=True):
        assert known.digest == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_that_is_not_indexed_to_its_end_is_not_sealed(archive: Any) -> None:
    archive.run("UPDATE warc_files SET digest = NULL, indexed = indexed - 1")
    engine = open_catalogue(archive.folder.database)
    seal_files(engine, archive.folder.warc)
    engine.dispose()
    assert [known.digest for known in archive.known()] == [None, None]
