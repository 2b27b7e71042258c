"""DOCX files: the least that word processors open (ECMA-376), with real paragraphs."""

import io
import zipfile
from xml.sax.saxutils import escape

from scraper.demo.documents.paper import Paper
from scraper.demo.documents.stamps import Stamp

OFFICE = "http://schemas.openxmlformats.org"
CONTENT_TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{OFFICE}/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType=\
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/docProps/core.xml" ContentType=\
"application/vnd.openxmlformats-package.core-properties+xml"/></Types>"""
RELATIONSHIPS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{OFFICE}/package/2006/relationships">\
<Relationship Id="rId1" Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" \
Target="word/document.xml"/>\
<Relationship Id="rId2" Type="{OFFICE}/package/2006/relationships/metadata/core-properties" \
Target="docProps/core.xml"/></Relationships>"""


def docx(paper: Paper, stamp: Stamp) -> bytes:
    """Return the paper as a DOCX file."""
    lines = (*paper.letterhead, paper.kind, paper.subject, *paper.paragraphs, *paper.closing)
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines
    )
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "docProps/core.xml": _core(paper, stamp),
        "word/document.xml": (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document '
            f'xmlns:w="{OFFICE}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, stamp.modified.timetuple()[:6])
            archive.writestr(member, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _core(paper: Paper, stamp: Stamp) -> str:
    moment = f"{stamp.modified:%Y-%m-%dT%H:%M:%SZ}"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        f'xmlns:cp="{OFFICE}/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(paper.subject)}</dc:title>"
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    )
