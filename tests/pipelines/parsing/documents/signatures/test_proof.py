"""The old encoding adbe.pkcs7.sha1, which no tool here writes any more: made by hand."""

import asyncio
from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace

from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import SimpleSigner, cms_embedder
from pyhanko.sign.signers.pdf_byterange import PdfSignedData
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pipelines.parsing.documents.reader import read_document


def sign_old(payload: bytes, people: SimpleNamespace) -> bytes:
    """Sign as Acrobat did until 2006: the CMS object holds the SHA-1 digest as its content."""
    embedding = cms_embedder.PdfCMSEmbedder().write_cms(
        "Signature1", IncrementalPdfFileWriter(BytesIO(payload))
    )
    next(embedding)
    form = SimpleNamespace(value=pdf_name("/adbe.pkcs7.sha1"))
    placeholder = PdfSignedData(pdf_name("/Sig"), subfilter=form, bytes_reserved=16384)
    embedding.send(cms_embedder.SigObjSetup(sig_placeholder=placeholder))
    prepared, output = embedding.send(cms_embedder.SigIOSetup(md_algorithm="sha1"))
    signer = SimpleSigner(people.chairman.asn1, people.chairman.asn1_key, SimpleCertificateStore())
    signing = signer.async_sign_general_data(
        prepared.document_digest, digest_algorithm="sha1", detached=False
    )
    embedding.send(asyncio.run(signing))
    signed: bytes = output.getvalue()
    return signed


def test_old_form(pdf: Callable[..., bytes], people: SimpleNamespace) -> None:
    signed = sign_old(pdf("Ke hoach 4500"), people)
    (signature,) = read_document(signed, media_type=None, filename=None).signatures
    assert signature.form == "adbe.pkcs7.sha1"
    assert signature.intact
    assert (signature.coverage, signature.modified_after) == ("whole-file", "none")
    assert signature.algorithm == "sha1 with rsassa_pkcs1v15"
    assert signature.signer == "Nguyễn Văn Mẫu"


def test_old_form_altered(pdf: Callable[..., bytes], people: SimpleNamespace) -> None:
    signed = sign_old(pdf("Ke hoach 4500"), people).replace(b"hoach 4500", b"hoach 4501")
    (signature,) = read_document(signed, media_type=None, filename=None).signatures
    assert not signature.intact
