"""`luutru crawl`: what it makes of a crawl's end, and of a crawl that can't begin."""

import json

import pytest
from click.testing import CliRunner

from archive.recording.crawls import CrawlSummary
from scraper.cli import crawl as module
from scraper.cli.group import luutru
from scraper.crawling import CrawlOptions

COUNTS = dict.fromkeys(
    ("captures", "articles", "new", "edited", "unchanged", "gone", "returned", "documents",
     "new_documents", "errors"), 3,
)  # fmt: skip


@pytest.fixture
def ended(monkeypatch):
    """Let a crawl end in some way, and show what it was asked for."""
    asked = []

    def end(status, problems=()):
        def run_crawl(options):
            asked.append(options)
            return CrawlSummary(7, "demo", status, COUNTS, 1.5, problems)

        monkeypatch.setattr(module, "run_crawl", run_crawl)
        # No crawl, no archive: there are no pages that could wait for recognition.
        monkeypatch.setattr(module, "tell_waiting", lambda _archive: None)
        return asked

    return end


@pytest.mark.parametrize(
    ("status", "code"), [("complete", 0), ("unhealthy", 3), ("interrupted", 4)]
)
def test_exit_status(ended, status, code):
    ended(status)
    assert CliRunner().invoke(luutru, ["crawl", "demo"]).exit_code == code


def test_json_is_the_only_thing_on_standard_output(ended):
    ended("complete")
    result = CliRunner().invoke(luutru, ["crawl", "demo", "--json"])
    document = json.loads(result.stdout)
    assert {"crawl_id", "portal", "status", "seconds", *COUNTS} <= set(document)


def test_a_table_says_why_a_crawl_is_unhealthy(ended):
    ended("unhealthy", ("no articles were found",))
    result = CliRunner().invoke(luutru, ["crawl", "demo"])
    assert "no articles were found" in result.stderr


def test_options_reach_the_spider(ended, tmp_path):
    asked = ended("complete")
    arguments = ["crawl", "demo", "--all", "--pages", "5", "--limit", "7", "--no-progress"]
    CliRunner().invoke(luutru, ["--archive", str(tmp_path), *arguments, "--home", "http://h/"])
    assert asked == [CrawlOptions("demo", tmp_path, "http://h/", True, 5, 7, False)]
    assert asked[0].arguments() == {
        "portal": "demo", "home": "http://h/", "pages": "5", "limit": "7", "all": "1",
    }  # fmt: skip


def test_an_unknown_portal_is_told_before_anything_starts(tmp_path):
    result = CliRunner().invoke(luutru, ["--archive", str(tmp_path / "a"), "crawl", "dem"])
    assert result.exit_code == 1
    assert "Did you mean 'demo'?" in result.stderr
    assert not (tmp_path / "a").exists()
