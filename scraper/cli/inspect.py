"""`luutru inspect`: what a file on disk says, who signed it, and whether it still is that."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console

from archive import times
from archive.content import Document, Page, Signature
from pipelines.inspecting import inspect_file
from pipelines.parsing.documents.inspection import inspect_json
from pipelines.recognising.loose import recognise_file
from scraper.cli.document_lines import AFTER, COVERAGE, fact_line
from scraper.cli.examples import examples
from scraper.cli.output import json_option, print_json, stdout
from scraper.cli.terminal import plain, print_properties

EXCERPT = 400
"""Characters of a page that are shown; `--json` has them all."""


@click.command(epilog=examples("inspect 4500-KH.signed.pdf", "inspect scan.pdf --ocr --json"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--trust",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    metavar="PATH",
    help="A root certificate to trust (PEM or DER), or a folder of them; may be repeated.",
)
@click.option("--ocr", is_flag=True, help="Recognise pages without true text (needs Tesseract).")
@json_option
def inspect(file: Path, trust: tuple[Path, ...], ocr: bool, as_json: bool) -> None:
    """Show pages, text, metadata and signatures of FILE; no archive is touched."""
    payload = file.read_bytes()
    document = inspect_file(
        payload,
        file.name,
        trust=[path.read_bytes() for path in _certificates(trust)],
        seen_at=times.now(),
    )
    if ocr:
        document = recognise_file(document, payload, file.name, os.cpu_count() or 1)
    if as_json:
        print_json(inspect_json(document))
    else:
        print_document(stdout(), document)


def _certificates(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(child for child in path.iterdir() if child.is_file())
        else:
            yield path


def print_document(console: Console, document: Document) -> None:
    """Show a document to people."""
    facts = inspect_json(document)
    shown = ("media_type", "size", "page_count", "title", "producer", "created_at")
    digests = ("document_number", "payload_digest", "content_digest")
    rows = [(name, plain(str(facts[name]))) for name in (*shown, *digests) if facts[name]]
    encrypted = plain("yes") if document.encrypted else None
    print_properties(console, [*rows, ("encrypted", encrypted)])
    if document.facts:
        console.print("\nread from the text, with confidence", style="bold")
        for line in map(fact_line, document.facts):
            console.print(line, soft_wrap=True)
    for number, signature in enumerate(document.signatures, 1):
        console.print(f"\nsignature {number} of {len(document.signatures)}", style="bold")
        print_properties(console, _signature_rows(signature))
    for page in document.pages:
        console.print(f"\npage {page.page} ({_origin(page)})", style="bold")
        text = page.text if len(page.text) <= EXCERPT else page.text[:EXCERPT] + " …"
        console.print(plain(text), soft_wrap=True)
    for error in document.errors:
        console.print(plain(f"\n! {error}"), style="yellow", soft_wrap=True)


def _origin(page: Page) -> str:
    if page.confidence is None:
        return "no text; --ocr recognises it"
    return f"{page.source}, confidence {page.confidence:.0%}"


def _stamp(signature: Signature) -> str | None:
    if signature.timestamp_at is None:
        return None
    trust = "" if signature.timestamp_trusted else ", by an authority not known to be trusted"
    return f"{signature.timestamp_at}{trust}"


def _signature_rows(signature: Signature) -> list[tuple[str, str | None]]:
    intact = "unaltered since" if signature.intact else "NOT PROVEN UNALTERED"
    trusted = "leads to a trusted root" if signature.trusted else "not known to be trusted"
    rows = [
        ("field", signature.field),
        ("signer", signature.signer),
        ("organisation", signature.organisation),
        ("issuer", signature.issuer),
        ("serial", signature.serial),
        ("certificate's SHA-256", signature.certificate_digest),
        ("kind", signature.kind),
        ("form", signature.form),
        ("algorithm", signature.algorithm),
        ("reason", signature.reason),
        ("place", signature.place),
        ("claims the time", signature.signed_at),
        ("time stamp", _stamp(signature)),
        ("signed bytes", intact),
        ("covers", COVERAGE[signature.coverage]),
        ("added after it", AFTER[signature.modified_after]),
        ("certificate", trusted),
        ("problem", signature.problem),
    ]
    return [(name, str(plain(value)) if value else None) for name, value in rows]
