"""The archive's own pages by address, beside Datasette's."""

from archive.web.files import file_bytes
from archive.web.overview import overview_page
from archive.web.visit import View

_DIGEST = r"(?P<digest>[0-9a-f]{64})"

ROUTES: list[tuple[str, View]] = [
    (r"/$", overview_page),
    (rf"/-/documents/{_DIGEST}/(?P<name>[^/]+)$", file_bytes),
]
