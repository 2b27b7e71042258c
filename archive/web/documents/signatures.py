"""Digital signatures in plain words: what is proven, and what is not."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from archive.web.language import mark as _
from archive.web.language import translate

_SIGNATURES = text("""
    SELECT payload_digest, field, signer, organisation, issuer, serial, signed_at, timestamped,
           intact, coverage, modified_after, trusted, problem, form, algorithm,
           certificate_digest, timestamp_at, timestamp_trusted, reason, place
    FROM signatures WHERE payload_digest IN (SELECT value FROM json_each(:digests)) ORDER BY id
""")
GOOD, OPEN, BAD = "good", "open", "bad"
_MODIFIED = {
    "none": (GOOD, _("Nothing was added to the file since.")),
    "allowed": (OPEN, _("The file was added to since, in ways that the signature allows.")),
    "forbidden": (BAD, _("The file was altered since, in ways that the signature forbids.")),
    "unknown": (OPEN, _("Whether the file was altered since could not be told.")),
}
_COVERAGE = {
    "whole-file": (GOOD, _("It covers the whole file.")),
    "revision": (OPEN, _("It covers an earlier state of the file, not the whole of it.")),
    "anomalous": (BAD, _("It covers the file in an irregular way.")),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is known of a signature; `state` is `good`, `open` or `bad`."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """A row of `signatures`."""

    payload_digest: str
    field: str
    signer: str | None
    organisation: str | None
    issuer: str | None
    serial: str | None
    signed_at: str | None
    timestamped: int
    intact: int
    coverage: str
    modified_after: str
    trusted: int
    problem: str | None
    form: str | None
    algorithm: str | None
    certificate_digest: str | None
    timestamp_at: str | None
    timestamp_trusted: int
    reason: str | None
    place: str | None

    @property
    def particulars(self) -> list[tuple[str, str]]:
        """What else the signature and its certificate say, by name; what they lack is left out."""
        told = (
            (_("Field"), self.field),
            (_("Reason"), self.reason),
            (_("Place"), self.place),
            (_("Certificate by"), self.issuer),
            (_("Serial number"), self.serial),
            (_("SHA-256 of the certificate"), self.certificate_digest),
            (_("Claimed time"), self.signed_at),
            (_("Time of the time stamp"), self.timestamp_at),
            (_("Encoding"), self.form),
            (_("Algorithm"), self.algorithm),
        )
        return [(translate(name), value) for name, value in told if value]

    @property
    def findings(self) -> list[Finding]:
        """Each thing by itself, never folded into one verdict."""
        intact = (
            (GOOD, _("The signed bytes are unaltered."))
            if self.intact
            else (BAD, _("The signed bytes are not the ones that were signed."))
        )
        trusted = (
            (GOOD, _("The certificate leads to a root that this archive trusts."))
            if self.trusted
            else (
                OPEN,
                _("Whose certificate it is, is not proven: no root trusted here issued it."),
            )
        )
        if self.timestamped and self.timestamp_trusted:
            stamped = GOOD, _("A time stamp proves the time.")
        elif self.timestamped:
            stamped = (
                OPEN,
                _("It bears a time stamp, by an authority that no root trusted here issued."),
            )
        else:
            stamped = OPEN, _("The time is the signer's claim; no time stamp proves it.")
        unknown = (OPEN, _("This could not be told."))
        told = [
            intact,
            _MODIFIED.get(self.modified_after, unknown),
            _COVERAGE.get(self.coverage, unknown),
            trusted,
            stamped,
        ]
        return [Finding(state, translate(text)) for state, text in told]

    @property
    def state(self) -> str:
        """The gravest of what is known: `bad`, `open` or `good`."""
        states = {finding.state for finding in self.findings}
        return next(state for state in (BAD, OPEN, GOOD) if state in states)


def signatures_of(db: Connection, digests: Sequence[str]) -> dict[str, list[FoundSignature]]:
    """Return the signatures of files by digest; files without any are left out."""
    found: dict[str, list[FoundSignature]] = {}
    for row in db.execute(_SIGNATURES, {"digests": json.dumps(list(digests))}):
        found.setdefault(row.payload_digest, []).append(FoundSignature(**row._mapping))
    return found
