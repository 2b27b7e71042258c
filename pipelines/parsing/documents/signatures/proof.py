"""Whether the signed bytes are unaltered: digest and signature value, nothing about trust."""

import hashlib

from asn1crypto import cms
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

PKCS7_SHA1 = "/adbe.pkcs7.sha1"
"""ISO 32000-1, 12.8.3.3: the CMS object holds the SHA-1 digest of the byte range as content."""


def integrity_problem(signature: EmbeddedPdfSignature) -> str | None:
    """Return None where the signed bytes are unaltered, else what is wrong with them."""
    embedded = signature.signed_data["encap_content_info"]["content"]
    if signature.sig_object_type == "/DocTimeStamp":
        imprint = embedded.parsed["message_imprint"]["hashed_message"].native
        unaltered = imprint == signature.compute_digest()
        actual = digest_of(bytes(embedded), signature.md_algorithm)
    elif signature.sig_object.get("/SubFilter") == PKCS7_SHA1:
        unaltered = bytes(embedded) == signature.compute_digest("sha1")
        actual = digest_of(bytes(embedded), signature.md_algorithm)
    else:
        unaltered = True
        actual = signature.compute_digest()
    content_type = signature.signed_data["encap_content_info"]["content_type"].native
    digest_holds, value_holds = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, content_type, actual
    )
    if not (unaltered and digest_holds):
        return "the signed bytes were altered after signing"
    if not value_holds:
        return "the signature value does not fit the certificate"
    return None


def digest_of(data: bytes, algorithm: str) -> bytes:
    """Digest data by an algorithm as CMS names it (`sha256`, `sha3_256`)."""
    return hashlib.new(algorithm, data).digest()


def algorithm_name(signer: cms.SignerInfo) -> str:
    """Name digest and signature algorithm: `sha256 with rsassa_pkcs1v15`."""
    digest = signer["digest_algorithm"]["algorithm"].native
    try:
        scheme = signer["signature_algorithm"].signature_algo
    except ValueError:
        scheme = signer["signature_algorithm"]["algorithm"].native
    return f"{digest} with {scheme}"
