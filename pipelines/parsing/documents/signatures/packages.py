"""XML signatures inside office files, and CMS files (`.p7s`): recognised and named.

Office Open XML keeps them under `_xmlsignatures/` (ISO/IEC 29500-2, 13), OpenDocument in
`META-INF/documentsignatures.xml` (ODF 1.2 part 3, 4). Their digests are not checked here, and
each record says so.
"""

import base64
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO

from asn1crypto import cms, pem, x509
from lxml import etree

from archive import times
from archive.content import Signature
from pipelines.parsing.documents.failures import attempt
from pipelines.parsing.documents.signatures.unchecked import unchecked, with_holder

XMLDSIG = "{http://www.w3.org/2000/09/xmldsig#}"
NOT_CHECKED = "an XML signature of an office file: recognised, but not checked"
DETACHED = "a CMS signature apart from the file that it signs: recognised, but not checked"
MAX_XML = 5_000_000
MAX_SIGNATURES = 100


def read_package_signatures(payload: bytes) -> tuple[Signature, ...]:
    """Name the XML signatures of an office file; none where the package can't be read."""
    found = attempt(lambda: list(_in_package(payload))) or []
    return tuple(found[:MAX_SIGNATURES])


def read_cms(payload: bytes, errors: list[str]) -> tuple[Signature, ...]:
    """Name the signers of a CMS file (`.p7s`, `.p7m`), in DER or PEM."""
    found = attempt(lambda: list(_in_cms(payload)), errors, "signature") or []
    return tuple(found[:MAX_SIGNATURES])


def _in_package(payload: bytes) -> Iterator[Signature]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(BytesIO(payload)) as package:
        for member in package.infolist():
            name = member.filename
            is_office = name.startswith("_xmlsignatures/") and name.endswith(".xml")
            if not (is_office or name == "META-INF/documentsignatures.xml"):
                continue
            if member.file_size > MAX_XML:
                yield unchecked(name, NOT_CHECKED, form="XML-DSig")
                continue
            root = etree.fromstring(package.read(member), parser)
            for element in root.iter(f"{XMLDSIG}Signature"):
                yield _of_element(name, element)


def _of_element(name: str, element: etree._Element) -> Signature:
    encoded = element.findtext(f".//{XMLDSIG}X509Certificate")
    record = unchecked(name, NOT_CHECKED, form="XML-DSig")
    if not encoded:
        return record
    certificate = attempt(lambda: x509.Certificate.load(base64.b64decode(encoded)))
    return attempt(lambda: with_holder(record, certificate)) or record


def _in_cms(payload: bytes) -> Iterator[Signature]:
    der = pem.unarmor(payload)[2] if pem.detect(payload) else payload
    signed = cms.ContentInfo.load(der)["content"]
    certificates = [choice.chosen for choice in signed["certificates"]]
    for number, signer in enumerate(signed["signer_infos"], 1):
        record = unchecked(f"signer {number}", DETACHED, form="CMS")
        serial = signer["sid"].chosen.native
        wanted = serial.get("serial_number") if isinstance(serial, dict) else None
        holder = next((found for found in certificates if found.serial_number == wanted), None)
        record = replace(record, signed_at=attempt(partial(_claimed, signer)))
        yield with_holder(record, holder)


def _claimed(signer: cms.SignerInfo) -> str | None:
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            return times.to_text(attribute["values"][0].native)
    return None
