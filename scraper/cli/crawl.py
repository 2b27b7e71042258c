"""`luutru crawl`: a portal into the archive."""

from datetime import timedelta
from typing import Any

import click

from archive.folder import wait_until_free
from archive.recording.crawls import CrawlSummary
from scraper.alerting import send_alerts
from scraper.cli.documents import draw_after, tell_waiting
from scraper.cli.examples import examples
from scraper.cli.group import STOPPED, UNHEALTHY
from scraper.cli.moments import Duration
from scraper.cli.output import json_option, print_json
from scraper.crawling import CrawlOptions, run_crawl
from scraper.extensions.consoles import STDERR
from scraper.extensions.summary import summary_table

EXIT = {"complete": 0, "unhealthy": UNHEALTHY, "interrupted": STOPPED}


@click.command(
    epilog=examples(
        "crawl bdiza --limit 20",
        "crawl bdiza --pages 500",
        "--archive ./try crawl ./tinh-mau.toml",
    )
)
@click.argument("portal")
@click.option("--all", "everything", is_flag=True, help="Look at every known article.")
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    metavar="N",
    help="Look at N articles at most: new ones first, then those likeliest to have changed.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N articles.")
@click.option(
    "--home",
    metavar="URL",
    help="Crawl the portal at another address: a mirror, a test server, another port.",
)
@click.option(
    "--progress/--no-progress", default=True, help="Show how the crawl goes on, on stderr."
)
@click.option(
    "--wait",
    type=Duration(),
    metavar="TIME",
    help="Wait so long while another process writes the archive (30m, 6h), rather than stop.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing where all is well; no progress.")
@json_option
@click.pass_context
def crawl(
    ctx: click.Context,
    /,
    portal: str,
    as_json: bool,
    wait: timedelta | None,
    quiet: bool,
    **asked: Any,
) -> None:
    """Crawl PORTAL, a built-in one or the profile in a TOML file, into the archive.

    Listings come first, then new articles, then known ones that are due. A crawl that was
    interrupted is resumed. Exit status 3: done, but unhealthy; 4: stopped, resumable.
    """
    if wait:
        wait_until_free(ctx.obj, wait)
    asked["progress"] = asked["progress"] and not quiet
    summary = run_crawl(CrawlOptions(portal, archive=ctx.obj, **asked))
    if as_json:
        print_json(summary.to_json())
    elif not quiet or summary.status == "unhealthy":
        print_summary(summary)
    if not quiet:
        tell_waiting(ctx.obj)
    send_alerts(ctx.obj, summary.crawl_id)
    if summary.status != "interrupted":
        draw_after(ctx.obj)
    ctx.exit(EXIT[summary.status])


def print_summary(summary: CrawlSummary) -> None:
    """Print what a crawl did as a table, on standard error."""
    title = f"{summary.portal}, crawl {summary.crawl_id}"
    counts, seconds, problems = summary.counts, summary.seconds, summary.problems
    STDERR.print(summary_table(title, summary.status, counts, seconds, problems))
