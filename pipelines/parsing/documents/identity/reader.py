"""All that a document says of itself, as `archive.content.Fact`s."""

from collections.abc import Sequence
from dataclasses import replace

from archive.content import Document, Fact, Page
from pipelines.parsing.documents.identity.citations import citation_facts
from pipelines.parsing.documents.identity.heading import heading_facts
from pipelines.parsing.documents.identity.number import number_facts
from pipelines.parsing.documents.identity.signer import signer_facts


def identify(pages: Sequence[Page], filename: str | None) -> tuple[Fact, ...]:
    """Read number, kind, issuer, place, date, subject, signer and citations.

    `pages` may come from a text layer or from recognition; recognised text makes every fact as
    much less sure as the page it stands on.
    """
    if not pages or not any(page.text for page in pages):
        return ()
    first_page = pages[0].text
    numbers = number_facts(first_page, filename)
    own_number = numbers[0].value if numbers else None
    facts = [
        *numbers,
        *heading_facts(first_page, own_number),
        *signer_facts(pages),
        *citation_facts(pages, own_number),
    ]
    certainty = {page.page: page.confidence or 0.0 for page in pages}
    return tuple(_weighed(fact, certainty[fact.page]) for fact in facts)


def identified(document: Document, filename: str | None) -> Document:
    """Give a document the facts, and the number, that its pages tell."""
    facts = identify(document.pages, filename)
    number = next((fact.value for fact in facts if fact.name == "number"), None)
    return replace(document, facts=facts, document_number=number)


def _weighed(fact: Fact, certainty: float) -> Fact:
    return replace(fact, confidence=round(fact.confidence * certainty, 3))
