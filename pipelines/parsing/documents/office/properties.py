"""What an OOXML package says of itself in its core properties (ISO/IEC 29500-2, 11)."""

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

CREATED = "{http://purl.org/dc/terms/}created"
TITLE = "{http://purl.org/dc/elements/1.1/}title"

_PART = "docProps/core.xml"


def says(payload: bytes, name: str) -> bool:
    """Tell whether a package has a property: openpyxl and python-docx make up what is missing.

    To the one a file without a date was created just now, to the other one without properties
    has the title "Word Document".
    """
    with ZipFile(BytesIO(payload)) as package:
        if _PART not in package.namelist():
            return False
        part = package.read(_PART)
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False)).find(name) is not None
