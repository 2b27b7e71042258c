"""A reader that does what hostile pages make parsers do."""

import os
import time

from archive.content import Listing, Reading
from pipelines.tasks import Task


def read(task: Task) -> Reading:
    """Hang, die, fail or grow as the payload says; else give its words back."""
    payload = task.payload.read()
    match payload:
        case b"hang":
            time.sleep(60)
        case b"die":
            os._exit(1)
        case b"fail":
            raise ValueError("this page breaks the parser")
        case b"grow":
            return Listing(task.url, str(len(bytearray(4 << 30))))
    return Listing(task.url, payload.decode())
