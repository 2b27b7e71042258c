from pathlib import Path

from archive.folder import find_folder
from pipelines.deep_verification import verify_tables
from pipelines.workers import InlineReader
from tests.pipelines.histories import HOME, History, page, read


def verify(history: History, database: Path) -> list[str]:
    return [f.what for f in verify_tables(find_folder(history.root), database, InlineReader(read))]


def test_what_a_crawl_wrote_since_the_copy_is_no_fault(tmp_path: Path) -> None:
    history = History(tmp_path / "data")
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Một"))
    copy = tmp_path / "copy.db"
    copy.write_bytes((history.root / "archive.db").read_bytes())
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Hai"))
    assert verify(history, copy) == []
    assert verify(history, history.root / "archive.db") == []


def test_how_far_it_is_is_told(tmp_path: Path) -> None:
    history = History(tmp_path / "data")
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Một"))
    folder = find_folder(history.root)
    told: list[int] = []
    verify_tables(folder, folder.database, InlineReader(read), told.append)
    assert told == sorted(told)
    assert told[-1] == sum(path.stat().st_size for path in folder.warc.iterdir())
