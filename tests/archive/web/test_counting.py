"""Counts are remembered until the database is written, and a little longer."""

from archive.web import counting
from archive.web.counting import Memory


def test_kept_until_the_database_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "PATIENCE", -1)
    database = tmp_path / "archive.db"
    database.write_bytes(b"one")
    memory = Memory(database)
    assert memory.recall("rows") is None
    memory.keep("rows", 7)
    assert memory.recall("rows") == 7
    (tmp_path / "archive.db-wal").write_bytes(b"more")
    assert memory.recall("rows") is None


def test_a_crawl_that_writes_all_the_time_does_not_make_everything_be_counted_anew(tmp_path):
    database = tmp_path / "archive.db"
    database.write_bytes(b"one")
    memory = Memory(database)
    memory.keep("rows", 7)
    database.write_bytes(b"other")
    assert memory.recall("rows") == 7


def test_the_memory_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "KEPT", 2)
    memory = Memory(tmp_path / "archive.db")
    for number in range(3):
        memory.keep(number, number + 1)
    assert [memory.recall(number) for number in range(3)] == [None, 2, 3]


def test_rows_and_schema_are_asked_for_once(room, loop, monkeypatch):
    from datasette.database import Database

    asked = []
    original = Database.execute_fn

    async def execute_fn(self, work):
        asked.append(work)
        return await original(self, work)

    monkeypatch.setattr(Database, "execute_fn", execute_fn)

    def look():
        asked.clear()
        answer = loop.run_until_complete(room.client.get("/archive"))
        assert "articles" in answer.text
        return len(asked)

    look()
    assert look() < 10  # there are several for each of thirty tables


def test_metadata_that_forbids_is_heeded_beside_our_own(folder, loop):
    from archive.web.app import ReadingRoom

    hidden = {"databases": {"archive": {"tables": {"captures": {"allow": False}}}}}
    room = ReadingRoom(folder, metadata=hidden)
    get = room.client.get
    assert loop.run_until_complete(get("/archive/captures")).status_code == 403
    page = loop.run_until_complete(get("/archive/articles", headers={"accept-language": "en"}))
    assert "Articles as they stand now" in page.text
    room.close()
