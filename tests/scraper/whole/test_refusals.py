"""What can't be done is said in a line, with status 1, and nothing is touched."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def told(ran: Any) -> str:
    assert ran.status == 1, ran.err
    assert ran.out == ""
    assert ran.err.startswith("Error: "), ran.err
    return str(ran.err)


def test_an_unknown_portal(luutru: Run, archive: Any) -> None:
    assert "There is no portal 'demmo'. Did you mean 'demo'?" in told(
        luutru("--archive", archive.path, "crawl", "demmo", "--json")
    )
    assert not archive.path.exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("key = ", "not valid TOML"),
        ('key = "x"\nname = "x"\nhome = "x"\n[crawl]\n', "home: 'x' is no http or https address"),
        ('kye = "x"\n', "kye: unknown key; look for a spelling mistake"),
        ("\xff\xfe", "not UTF-8 text"),
    ],
)
def test_a_broken_profile(
    luutru: Run, archive: Any, tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(text.encode("latin-1"))
    message = told(luutru("--archive", archive.path, "crawl", path))
    assert str(path) in message
    assert reason in message
    assert not archive.path.exists()


def test_a_profile_that_is_not_there(luutru: Run, archive: Any, tmp_path: Path) -> None:
    message = told(luutru("--archive", archive.path, "crawl", tmp_path / "no.toml"))
    assert "there is no such file" in message


def test_a_profile_whose_parser_is_not_there(
    luutru: Run, archive: Any, profile: Callable[..., Path]
) -> None:
    path = profile("http://127.0.0.1:9/")
    path.write_text('parser = "nosuch"\n' + path.read_text())
    assert "nosuch" in told(luutru("--archive", archive.path, "crawl", path))
    assert not archive.path.exists()


@pytest.mark.parametrize("command", ["crawl", "status", "show", "changes", "serve"])
def test_a_folder_that_is_no_archive(
    luutru: Run, tmp_path: Path, profile: Callable[..., Path], command: str
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "thesis.odt").write_text("mine")
    more = {"crawl": [profile("http://127.0.0.1:9/")], "show": ["1"]}.get(command, [])
    message = told(luutru("--archive", data, command, *more))
    assert "holds other things (thesis.odt) and no archive" in message
    assert [each.name for each in data.iterdir()] == ["thesis.odt"]


def test_a_file_in_place_of_the_archive(luutru: Run, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    assert "is a file, not an archive" in told(
        luutru("--archive", tmp_path / "data", "crawl", "demo")
    )


@pytest.mark.parametrize("command", ["crawl", "status", "show", "changes", "serve"])
def test_an_archive_of_a_newer_schema(
    luutru: Run, archive: Any, profile: Callable[..., Path], command: str
) -> None:
    path = profile("http://127.0.0.1:9/")
    assert luutru("--archive", archive.path, "crawl", path).status == 3
    with closing(sqlite3.connect(archive.path / "archive.db")) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()
    files = sorted(archive.path.rglob("*.gz"))
    more = {"crawl": [path], "show": ["1"]}.get(command, [])
    message = told(luutru("--archive", archive.path, command, *more))
    assert "was written by a newer luutru (schema 9999). Update luutru to open it." in message
    assert sorted(archive.path.rglob("*.gz")) == files


@pytest.mark.parametrize("command", ["crawl", "status", "serve"])
def test_a_database_that_is_none(
    luutru: Run, archive: Any, profile: Callable[..., Path], command: str
) -> None:
    archive.path.mkdir()
    (archive.path / "archive.db").write_bytes(b"this is no database at all, whatever it is" * 99)
    more = [profile("http://127.0.0.1:9/")] if command == "crawl" else []
    assert "archive.db" in told(luutru("--archive", archive.path, command, *more))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40, ""),
        (bytes(range(256)) * 40, ""),
        (b"", ""),
        (b"<html><body>" + b"<p>tin</p>" * 5_000_000, "50 MB"),
    ],
    ids=["pdf", "binary", "empty", "50 MB"],
)
def test_parsing_what_is_no_page(luutru: Run, tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(content)
    message = told(luutru("parse", path, "--url", "http://a.vn/", "--portal", "demo", "--json"))
    assert str(path) in message
    assert reason in message
