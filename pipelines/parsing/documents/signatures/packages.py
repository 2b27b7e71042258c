"""XML signatures inside office files, and CMS files (`.p7s`): recognised and named.

Office Open XML keeps them under `_xmlsignatures/` (ISO/IEC 29500-2, 13), and so do DOC and XLS
files; OpenDocument in `META-INF/documentsignatures.xml` (ODF 1.2 part 3, 4). Their digests are
not checked here, and each record says so.
"""

import base64
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from io import BytesIO

import olefile
from asn1crypto import cms, pem, x509
from lxml import etree

from archive import times
from archive.content import Signature
from pipelines.parsing.documents.failures import attempt
from pipelines.parsing.documents.signatures.proof import algorithm_name
from pipelines.parsing.documents.signatures.unchecked import unchecked, with_holder

XMLDSIG = "{http://www.w3.org/2000/09/xmldsig#}"
NOT_CHECKED = "an XML signature of an office file: recognised, but not checked"
SIGNING_TIMES = (
    ".//{http://uri.etsi.org/01903/v1.3.2#}SigningTime",
    ".//{http://schemas.openxmlformats.org/package/2006/digital-signature}Value",
    ".//{http://purl.org/dc/elements/1.1/}date",
)
"""Where a signature says when it was made: XAdES, Office Open XML, OpenDocument."""
DETACHED = "a CMS signature apart from the file that it signs: recognised, but not checked"
BINARY = "a binary signature of an old office file: recognised, but not checked"
ENVELOPING = "a CMS signature with what it signs inside: recognised, but not checked"
MAX_XML = 5_000_000
MAX_SIGNATURES = 100


def read_package_signatures(payload: bytes) -> tuple[Signature, ...]:
    """Name the signatures of an office file; none where the package can't be read."""
    compound = payload.startswith(olefile.MAGIC)
    found = attempt(lambda: list(_in_compound(payload) if compound else _in_package(payload))) or []
    return tuple(found[:MAX_SIGNATURES])


def read_cms(payload: bytes, errors: list[str]) -> tuple[Signature, ...]:
    """Name the signers of a CMS file (`.p7s`, `.p7m`), in DER or PEM."""
    found = attempt(lambda: list(_in_cms(payload)), errors, "signature") or []
    return tuple(found[:MAX_SIGNATURES])


def _in_package(payload: bytes) -> Iterator[Signature]:
    with zipfile.ZipFile(BytesIO(payload)) as package:
        for member in package.infolist():
            name = member.filename
            is_office = name.startswith("_xmlsignatures/") and name.endswith(".xml")
            if is_office or name == "META-INF/documentsignatures.xml":
                large = member.file_size > MAX_XML
                yield from _in_xml(name, b"" if large else package.read(member))


def _in_compound(payload: bytes) -> Iterator[Signature]:
    """Find the signatures of DOC and XLS files ([MS-OFFCRYPTO] 2.5.2.2 and 2.5.1.1)."""
    with olefile.OleFileIO(BytesIO(payload)) as compound:
        for path in compound.listdir():
            name = "/".join(path)
            if path[0] == "_xmlsignatures" and len(path) == 2:
                large = compound.get_size(path) > MAX_XML
                yield from _in_xml(name, b"" if large else compound.openstream(path).read())
            elif name == "_signatures":
                yield unchecked(name, BINARY)


def _in_xml(name: str, data: bytes) -> Iterator[Signature]:
    """Name the signatures of one part; what can't be parsed is there all the same."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = attempt(lambda: etree.fromstring(data, parser))
    if root is None:
        yield unchecked(name, NOT_CHECKED, form="XML-DSig")
        return
    for element in root.iter(f"{XMLDSIG}Signature"):
        yield _of_element(name, element)


def _of_element(name: str, element: etree._Element) -> Signature:
    moment = next(filter(None, map(element.findtext, SIGNING_TIMES)), None)
    record = replace(
        unchecked(name, NOT_CHECKED, form="XML-DSig"),
        signed_at=attempt(lambda: _utc(moment)) if moment else None,
    )
    encoded = element.findtext(f".//{XMLDSIG}X509Certificate")
    if not encoded:
        return record
    certificate = attempt(lambda: x509.Certificate.load(base64.b64decode(encoded)))
    return attempt(lambda: with_holder(record, certificate)) or record


def _utc(moment: str) -> str | None:
    """Write the time of a signature in UTC; one without an offset says no moment."""
    at = datetime.fromisoformat(moment.strip())
    return times.to_text(at) if at.tzinfo else None


def _in_cms(payload: bytes) -> Iterator[Signature]:
    der = pem.unarmor(payload)[2] if pem.detect(payload) else payload
    signed = cms.ContentInfo.load(der)["content"]
    certificates = [choice.chosen for choice in signed["certificates"] or ()]
    apart = signed["encap_content_info"]["content"].native is None
    for number, signer in enumerate(signed["signer_infos"], 1):
        record = unchecked(f"signer {number}", DETACHED if apart else ENVELOPING, form="CMS")
        holder = next((each for each in certificates if _is_of(each, signer["sid"])), None)
        record = replace(
            record,
            signed_at=attempt(partial(_claimed, signer)),
            algorithm=attempt(partial(algorithm_name, signer)),
        )
        yield attempt(partial(with_holder, record, holder)) or record


def _is_of(certificate: x509.Certificate, signer: cms.SignerIdentifier) -> bool:
    """Tell whether a signer is the holder, named by issuer and serial number or by the key."""
    if signer.name == "subject_key_identifier":
        return bool(certificate.key_identifier == signer.native)
    return bool(certificate.serial_number == signer.chosen["serial_number"].native)


def _claimed(signer: cms.SignerInfo) -> str | None:
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            return times.to_text(attribute["values"][0].native)
    return None
