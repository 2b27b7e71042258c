"""`luutru crawl`: a portal into the archive."""

from typing import Any

import click

from scraper.alerting import send_alerts
from scraper.cli.documents import tell_waiting
from scraper.cli.group import STOPPED, UNHEALTHY
from scraper.cli.output import json_option, print_json
from scraper.crawling import CrawlOptions, run_crawl
from scraper.extensions.consoles import STDERR
from scraper.extensions.summary import summary_table

EXIT = {"complete": 0, "unhealthy": UNHEALTHY, "interrupted": STOPPED}


@click.command()
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
@json_option
@click.pass_context
def crawl(ctx: click.Context, /, portal: str, as_json: bool, **asked: Any) -> None:
    """Crawl PORTAL, a built-in one or the profile in a TOML file, into the archive.

    Listings come first, then new articles, then known ones that are due. A crawl that was
    interrupted is resumed. Exit status 3: done, but unhealthy; 4: stopped, resumable.
    """
    summary = run_crawl(CrawlOptions(portal, archive=ctx.obj, **asked))
    if as_json:
        print_json(summary.to_json())
    else:
        table = summary_table(
            f"{summary.portal}, crawl {summary.crawl_id}",
            summary.status,
            summary.counts,
            summary.seconds,
            summary.problems,
        )
        STDERR.print(table)
    tell_waiting(ctx.obj)
    send_alerts(ctx.obj, summary.crawl_id)
    ctx.exit(EXIT[summary.status])
