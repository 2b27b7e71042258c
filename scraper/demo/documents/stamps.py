"""The dates that a file carries inside."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from pypdf import PdfWriter


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a file was created and last written; each build of one content has its own."""

    created: datetime
    build: int = 1

    @property
    def modified(self) -> datetime:
        """When the file was last written."""
        return self.created + timedelta(days=self.build - 1)


def pdf_date(moment: datetime) -> str:
    """Return a moment with an offset of whole hours as ISO 32000-1, 7.9.4 writes it.

    For example `D:20210908090000+07'00'`.
    """
    return f"{moment:D:%Y%m%d%H%M%S}" + f"{moment:%z}"[:3] + "'00'"


def stamped(pdf: bytes, stamp: Stamp, producer: str) -> bytes:
    """Return the file with these dates and producer, written anew."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.add_metadata(
        {
            "/Producer": producer,
            "/CreationDate": pdf_date(stamp.created),
            "/ModDate": pdf_date(stamp.modified),
        }
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
