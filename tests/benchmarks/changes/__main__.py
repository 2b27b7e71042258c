"""`make bench-changes`: does the archive cry wolf, and does it miss one?

A month of the bundled portal, crawled daily from the command line, against the diary of a reader
who saw every page: precision and recall by kind, versions that are false, changes that are missed,
bytes stored. Exit status 1 unless every figure is right.
"""

import json
import shutil
import sys
from pathlib import Path

import click

from tests.benchmarks.changes.facts import archive_facts, true_facts
from tests.benchmarks.changes.month import Month, run_month
from tests.benchmarks.changes.report import document, table
from tests.benchmarks.changes.scoring import score
from tests.benchmarks.changes.storage import measure_storage

FOLDER = Path(__file__).parents[1] / ".cache" / "changes"


@click.command()
@click.option("--articles", default=1000, show_default=True, type=click.IntRange(min=20))
@click.option("--days", default=30, show_default=True, type=click.IntRange(min=8))
@click.option("--seed", default="luutru", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--again", is_flag=True, help="Score the archive of the last run, without crawling.")
@click.option("--faults", default=20, show_default=True, help="Faults of a kind that are listed.")
def main(articles: int, days: int, seed: str, as_json: bool, again: bool, faults: int) -> None:
    """Crawl, compare and print the table."""
    month = Month(articles, days, seed)
    if not again:
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        run_month(month, FOLDER, lambda line: print(line, file=sys.stderr, flush=True))
    scores = score(true_facts(month), archive_facts(month, FOLDER / "data"))
    storage = measure_storage(FOLDER / "data")
    if as_json:
        print(json.dumps(document(month, scores, storage, FOLDER), ensure_ascii=False, indent=2))
    else:
        print(table(month, scores, storage, FOLDER, faults))
    sys.exit(0 if all(each.is_right for each in scores) else 1)


if __name__ == "__main__":
    main()
