"""What two versions of an attached file say differently, and who signed them."""

from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from archive.content import Signature
from archive.diffing.documents import FileDifference, compare_files
from archive.errors import NotInArchiveError
from archive.folder import find_folder
from archive.queries.articles import find_article
from archive.queries.documents import AttachedDocument, DocumentVersion, documents_of
from archive.queries.reading import reading
from scraper.cli.output import local_now, print_json, stdout
from scraper.cli.terminal import excerpt, marked, plain, shown_time


def diff_document(
    archive: Path,
    article: str,
    name: str,
    numbers: tuple[int | None, int | None],
    *,
    full: bool,
    as_json: bool,
) -> None:
    """Compare two versions of an attachment: those of these numbers, else the last two."""
    with reading(find_folder(archive).database) as db:
        document = _find(documents_of(db, find_article(db, article).id), name)
        last = len(document.versions)
        if numbers[0] is None and last < 2:
            raise NotInArchiveError(f"{document.filename} has {last} version(s): nothing differs.")
        before = _numbered(document, numbers[0] or last - 1)
        after = _numbered(document, numbers[1] or last)
        found = compare_files(db, before.payload_digest, after.payload_digest)
    if as_json:
        versions = {"before": asdict(before), "after": asdict(after)}
        print_json({"document": document.url, **versions, **asdict(found)})
    else:
        print_file_difference(stdout(), document, (before, after), found, full=full)


def print_file_difference(
    console: Console,
    document: AttachedDocument,
    versions: tuple[DocumentVersion, DocumentVersion],
    found: FileDifference,
    *,
    full: bool,
) -> None:
    """Print both versions' times, each page that differs, and signatures lost and gained."""
    zone = local_now().tzinfo
    console.print(plain(document.filename), style="bold", soft_wrap=True)
    for mark, version in zip("-+", versions, strict=True):
        line = f"{mark} version {version.number}, {shown_time(version.valid_from, zone)}"
        console.print(line, style="red" if mark == "-" else "green")
    for page in found.pages:
        sources = f"{page.before_source or 'not there'} → {page.after_source or 'not there'}"
        console.print(f"\npage {page.page} ({sources})", style="bold")
        parts = list(page.parts)
        console.print(marked(parts if full else excerpt(parts)), soft_wrap=True)
    for mark, some in (("- signature lost", found.lost), ("+ signature gained", found.gained)):
        for signature in some:
            console.print(plain(f"{mark}: {_state(signature)}"), soft_wrap=True)
    if found == FileDifference((), (), ()):
        console.print("Their text and signatures are the same.")


def _state(signature: Signature) -> str:
    intact = "signed bytes unaltered" if signature.intact else "NOT PROVEN UNALTERED"
    after = f"added after it: {signature.modified_after}"
    return f"{signature.field}, {signature.signer or 'unnamed'} ({intact}; {after})"


def _find(documents: list[AttachedDocument], name: str) -> AttachedDocument:
    found = [each for each in documents if name in {str(each.id), each.url, each.filename}]
    if len(found) != 1:
        listed = ", ".join(f"{each.id} ({each.filename})" for each in documents) or "none"
        raise NotInArchiveError(f"{name} names {len(found)} attachments; the article has: {listed}")
    return found[0]


def _numbered(document: AttachedDocument, number: int) -> DocumentVersion:
    for version in document.versions:
        if version.number == number:
            return version
    raise NotInArchiveError(
        f"{document.filename} has {len(document.versions)} version(s), and no version {number}."
    )
