"""A signature that is there and named, but of which nothing is proven."""

from archive.content import Signature


def unchecked(field: str, problem: str, *, form: str | None = None) -> Signature:
    """Make the record; `problem` says why nothing was proven."""
    return Signature(
        field=field,
        signer=None,
        organisation=None,
        issuer=None,
        serial=None,
        signed_at=None,
        timestamped=False,
        intact=False,
        coverage="anomalous",
        modified_after="unknown",
        trusted=False,
        problem=problem,
        form=form,
    )
