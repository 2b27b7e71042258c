"""The command, on a real socket, while another process writes the archive."""

import subprocess

import httpx

from archive.catalogue import open_catalogue
from tests.archive.web.sample import START, Sample, article, build
from tests.archive.web.serving import COMMAND, ROOT, served


def test_readers_see_what_a_crawl_writes_and_do_not_stop_it(tmp_path):
    folder = build(tmp_path / "data")
    with served(folder.path) as address:
        assert "Lưu Trữ" in httpx.get(address).text
        sample = Sample(folder, open_catalogue(folder.database), START, crawl_id=3)
        with sample.crawl():
            sample.see(article("https://portal.example/tin-tuc/7", "Tin mới nhất"), 1)
            found = httpx.get(address + "archive/articles.json?_shape=array&id=4").json()
            assert [row["title"] for row in found] == ["Tin mới nhất"]
        sample.engine.dispose()


def test_a_folder_without_an_archive(tmp_path):
    done = subprocess.run(
        [*COMMAND, "--archive", str(tmp_path / "none"), "serve"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "There is no archive at" in done.stderr
