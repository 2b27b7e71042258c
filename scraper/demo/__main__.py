"""Serves the bundled portal by itself: `python -m scraper.demo --port 8080`."""

import threading

import click

from scraper.demo import Portal, serve


@click.command()
@click.option("--port", default=8080, show_default=True, help="0 takes a free port.")
@click.option("--articles", default=60, show_default=True, help="Articles on day 0.")
@click.option("--day", default=0, show_default=True, help="Day of the portal's timeline.")
@click.option("--weight", default=0, show_default=True, help="Pad pages to so many bytes.")
@click.option("--seed", default="luutru", show_default=True, help="What all texts follow from.")
def main(port: int, articles: int, day: int, weight: int, seed: str) -> None:
    """Serve the portal on loopback until interrupted."""
    portal = Portal(seed=seed, articles=articles, day=day, weight=weight)
    with serve(portal, port) as base:
        click.echo(base)
        threading.Event().wait()


if __name__ == "__main__":
    main()
