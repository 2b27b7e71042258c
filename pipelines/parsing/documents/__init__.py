"""Reading attached files: bytes in, `archive.content.Document` out.

`read_document` is the way in. Nothing here touches network, clock or archive; limits on
time and memory are set by the process that reads (`limits.apply_limits`).
"""

from pipelines.parsing.documents.reader import READER, read_document

__all__ = ["READER", "read_document"]
