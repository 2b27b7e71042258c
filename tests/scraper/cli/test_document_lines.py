"""A document in lines of a terminal."""

from archive.content import Fact, Signature
from archive.official import Check
from archive.queries.documents import DocumentVersion
from archive.queries.facts import Citation
from scraper.cli.document_lines import document_lines

SIGNED = Signature(
    "Signature1", "Ủy ban nhân dân", None, None, None, None, timestamped=False, intact=True,
    coverage="revision", modified_after="forbidden", trusted=False,
)  # fmt: skip
SIGNED_LINE = (
    "signed by: Ủy ban nhân dân (signed bytes unaltered; covers the file as it was when signed; "
    "more was added after; added after it: CHANGES THAT THE SIGNATURE FORBIDS; "
    "not known to be trusted)"
)
FILE = DocumentVersion(
    1, "2021-09-08T02:00:00Z", None, "sha256:0", "sha256:1", 3, "application/pdf", 1,
    "4500/KH-UBND", 1,
    signed=(SIGNED,),
    facts=(
        Fact("number", "4500/KH-UBND", "Số: 4500/KH-UBND", 1, 0.99),
        Fact("cites", "Nghị quyết 86/NQ-CP", "Nghị quyết số 86/NQ-CP", 1, 0.95),
        Fact("cites", "Công văn 1/BNV", "Công văn số 1/BNV", 1, 0.95),
        Fact("signer", "Nguyễn \x1b[31mMẫu", "CHỦ TỊCH / …", 1, 0.85),
    ),
    cited=(Citation("Nghị quyết 86/NQ-CP", "sha256:2", "86-NQ.pdf", 7),),
    checks=(
        Check("file name", "4500", "4500-KH.pdf", agrees=True),
        Check("article", "4501/KH-UBND", "Kế hoạch 4501/KH-UBND", agrees=False),
    ),
    errors=("page 2: \x1b[31mFailed to load page.",),
)  # fmt: skip


def test_facts_citations_checks_and_signatures() -> None:
    lines = [line.plain.strip() for line in document_lines(FILE)]
    assert "\x1b" not in "".join(lines)
    assert [line.partition(":")[0] for line in lines[:2]] == ["number", "signer"]
    assert lines[2:] == [
        "cites: Nghị quyết 86/NQ-CP (95%), here in article 7: 86-NQ.pdf",
        "cites: Công văn 1/BNV (95%)",
        "file name agrees on the number, 4500: 4500-KH.pdf",
        "article CONTRADICTS the number, 4501/KH-UBND: Kế hoạch 4501/KH-UBND",
        SIGNED_LINE,
        "note: page 2: \ufffd[31mFailed to load page.",
    ]
