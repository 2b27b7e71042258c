"""Signs PDF files with the made-up authority, the same way to the byte each time.

A signature is an incremental update (ISO 32000-1, 7.5.6 and 12.8) that fills an empty field;
pyHanko makes the CMS object. pyHanko's own PDF signer takes times and identifiers from the
machine, so the update is written here, with what it needs handed in.
"""

import asyncio
import hashlib
import io
from functools import cache
from typing import cast

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from scraper.demo.documents.authority import NAMES, identity
from scraper.demo.documents.fields import Signing
from scraper.demo.documents.stamps import pdf_date
from scraper.demo.documents.updating import update
from scraper.errors import ScraperError

ROOM = 8192
"""Bytes kept for the CMS object."""
UNKNOWN = 9_999_999_999
"""Stands in the byte range until the file's length is known."""


def sign(pdf: bytes, signing: Signing) -> bytes:
    """Return the file with its empty field signed, over the whole of the file."""
    reader = PdfReader(io.BytesIO(pdf))
    field = _field(reader, signing.field)
    number = cast("NumberObject", reader.trailer["/Size"])
    field[NameObject("/V")] = IndirectObject(number, 0, reader)
    updated = update(pdf, reader, [(_number(field), field), (number, _signature(signing))])
    return _filled(updated, len(pdf), signing)


def _filled(pdf: bytes, start: int, signing: Signing) -> bytes:
    """Write byte range and CMS object into the room kept for them after `start`."""
    begin = pdf.index(b"<" + b"00" * ROOM + b">", start)
    end = begin + 2 * ROOM + 2
    room = b" ".join([b"0"] + [b"%d" % UNKNOWN] * 3)
    at = pdf.index(room, start)
    ranges = (b"0 %d %d %d" % (begin, end, len(pdf) - end)).ljust(len(room))
    pdf = pdf[:at] + ranges + pdf[at + len(room) :]
    digest = hashlib.sha256(pdf[:begin] + pdf[end:]).digest()
    attributes = PdfCMSSignedAttributes(signing_time=signing.moment)
    message = _signer(signing.owner).async_sign(digest, "sha256", signed_attr_settings=attributes)
    cms: bytes = asyncio.run(message).dump().hex().encode()
    return pdf[: begin + 1] + cms.ljust(2 * ROOM, b"0") + pdf[end - 1 :]


def _signature(signing: Signing) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
            NameObject("/SubFilter"): NameObject("/adbe.pkcs7.detached"),
            NameObject("/Name"): TextStringObject(NAMES[signing.owner]),
            NameObject("/Reason"): TextStringObject("Ký số văn bản trình diễn"),
            NameObject("/M"): TextStringObject(pdf_date(signing.moment)),
            NameObject("/ByteRange"): ArrayObject(map(NumberObject, [0, *[UNKNOWN] * 3])),
            NameObject("/Contents"): ByteStringObject(bytes(ROOM)),
        }
    )


def _field(reader: PdfReader, name: str) -> DictionaryObject:
    for reference in reader.pages[0].get("/Annots", ()):
        field = cast("DictionaryObject", reference.get_object())
        if field.get("/T") == name and "/V" not in field:
            return field
    raise ScraperError(f"the file has no empty signature field {name}: add it before signing")


def _number(item: PdfObject) -> int:
    reference = item.indirect_reference
    if reference is None:
        raise ScraperError("a signature field has to be an object of its own to be updated")
    return reference.idnum


@cache
def _signer(owner: str) -> SimpleSigner:
    signer, root = identity(owner), identity("root")
    store = SimpleCertificateStore()
    store.register(x509.Certificate.load(root.certificate.public_bytes(Encoding.DER)))
    key = signer.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=x509.Certificate.load(signer.certificate.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )
