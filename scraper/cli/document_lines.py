"""What a document says of itself, in lines of a terminal."""

from collections.abc import Iterator

from rich.text import Text

from archive.content import Fact, Signature
from archive.official import Check
from archive.queries.documents import DocumentVersion
from scraper.cli.terminal import plain

COVERAGE = {
    "whole-file": "the whole file",
    "revision": "the file as it was when signed; more was added after",
    "anomalous": "not what a signature should",
}
AFTER = {
    "none": "nothing",
    "allowed": "changes of kinds that the signature allows",
    "forbidden": "CHANGES THAT THE SIGNATURE FORBIDS",
    "unknown": "can't be told",
}
INDENT = "      "
TOLD = ("number", "kind", "issuer", "place", "date", "subject", "signer_office", "signer")
"""Facts in the order in which they are printed; citations follow, checks come last."""


def document_lines(file: DocumentVersion) -> Iterator[Text]:
    """Yield a line for each fact, document here that it cites, check, signature and error."""
    told = {fact.name: fact for fact in file.facts}
    for fact in filter(None, map(told.get, TOLD)):
        yield fact_line(fact)
    here = {citation.cited: citation for citation in file.cited}
    for fact in file.facts:
        if fact.name == "cites":
            line, found = fact_line(fact), here.get(fact.value)
            if found:
                line.append(f", here in article {found.article_id}: ").append(plain(found.filename))
            yield line
    yield from map(check_line, file.checks)
    yield from map(signature_line, file.signed)
    for error in file.errors:
        yield Text(f"{INDENT}note: ", "yellow").append(plain(error))


def signature_line(signature: Signature) -> Text:
    """Say who signed, and the state of the signature: each thing by itself."""
    line = Text(f"{INDENT}signed by: ").append(plain(signature.signer or "unnamed signer"))
    told = (
        "signed bytes unaltered" if signature.intact else "signed bytes NOT PROVEN UNALTERED",
        f"covers {COVERAGE[signature.coverage]}",
        f"added after it: {AFTER[signature.modified_after]}",
        "trusted" if signature.trusted else "not known to be trusted",
    )
    faulty = not signature.intact or signature.modified_after == "forbidden"
    return line.append(f" ({'; '.join(told)})", "yellow" if faulty else "")


def fact_line(fact: Fact) -> Text:
    """Say a fact and how sure it is."""
    name = fact.name.replace("_", " ")
    return Text(f"{INDENT}{name}: ").append(plain(fact.value)).append(f" ({fact.confidence:.0%})")


def check_line(check: Check) -> Text:
    """Say whether the file's name, or the article, bears out the number on the page."""
    said = plain(f"{check.value}: {check.evidence}")
    if check.agrees:
        return Text(f"{INDENT}{check.source} agrees on the number, ").append(said)
    return Text(f"{INDENT}{check.source} CONTRADICTS the number, ", "yellow").append(said)
