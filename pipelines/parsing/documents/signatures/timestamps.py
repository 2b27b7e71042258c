"""Time stamp tokens (RFC 3161) that a signature carries as proof of when it was made."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, core
from pyhanko.sign.general import SignedDataCerts, extract_signer_info
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
    validate_sig_integrity,
)

from pipelines.parsing.documents.failures import attempt
from pipelines.parsing.documents.signatures.proof import digest_of


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A token whose own signature holds and which stamps this very signature."""

    at: datetime
    certificates: SignedDataCerts


def carries_token(signer: cms.SignerInfo) -> bool:
    """Tell whether a signature bears any time stamp token, sound or not."""
    return any(True for _ in _tokens(signer))


def read_timestamp(signer: cms.SignerInfo) -> Timestamp | None:
    """Return the first sound time stamp of a signature; trust in its authority is not asked."""
    for token in _tokens(signer):
        stamp = attempt(functools.partial(_sound, token, signer["signature"].native))
        if stamp is not None:
            return stamp
    return None


def _tokens(signer: cms.SignerInfo) -> Iterable[cms.SignedData]:
    if signer["unsigned_attrs"] is core.VOID:
        return ()
    return extract_tst_data_iter(signer, signed=False)


def read_document_timestamp(token: cms.SignedData) -> Timestamp:
    """Read the token of a `/DocTimeStamp`, whose soundness `proof` has checked."""
    info = token["encap_content_info"]["content"].parsed
    return Timestamp(info["gen_time"].native, extract_certs_for_validation(token))


def _sound(token: cms.SignedData, stamped: bytes) -> Timestamp | None:
    content = token["encap_content_info"]["content"]
    info = content.parsed
    imprint = info["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if digest_of(stamped, algorithm) != imprint["hashed_message"].native:
        return None
    certificates = extract_certs_for_validation(token)
    signer = extract_signer_info(token)
    digest = digest_of(bytes(content), signer["digest_algorithm"]["algorithm"].native)
    holds = validate_sig_integrity(signer, certificates.signer_cert, "tst_info", digest)
    return Timestamp(info["gen_time"].native, certificates) if all(holds) else None
