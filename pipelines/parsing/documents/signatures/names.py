"""Whom a certificate names."""

from asn1crypto import x509

from pipelines.parsing.documents.text import tidy


def name_part(name: x509.Name, *parts: str) -> str | None:
    """Return the first of `parts` (X.520 attributes such as `common_name`) that is there."""
    native = name.native
    for part in parts:
        value = native.get(part)
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        if value:
            return tidy(str(value)) or None
    return None


def signer_name(certificate: x509.Certificate) -> str | None:
    """Name the holder as people do: the common name, else what there is."""
    return name_part(certificate.subject, "common_name", "pseudonym", "organization_name")


def organisation_name(certificate: x509.Certificate) -> str | None:
    """Name the holder's organisation, or its unit where only that is given."""
    return name_part(certificate.subject, "organization_name", "organizational_unit_name")


def issuer_name(certificate: x509.Certificate) -> str | None:
    """Name the authority that issued the certificate."""
    return name_part(certificate.issuer, "common_name", "organization_name")


def serial_text(certificate: x509.Certificate) -> str:
    """Write the serial number as certificate viewers do: hexadecimal."""
    return f"{certificate.serial_number:x}"
