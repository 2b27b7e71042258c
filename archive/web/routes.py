"""The archive's own pages by address, beside Datasette's."""

from archive.web.api import api_page
from archive.web.articles.diff import diff_page
from archive.web.articles.page import article_page
from archive.web.captures.memento import timegate, timemap
from archive.web.captures.page import capture_page
from archive.web.captures.replay import payload_file, replay_near, replay_page
from archive.web.changes.data import changes_csv, changes_json
from archive.web.changes.page import changes_feed, changes_page
from archive.web.documents.diff import document_diff_page
from archive.web.documents.files import file_bytes
from archive.web.documents.page import document_page
from archive.web.documents.thumbnails import thumbnail
from archive.web.download import sheet_download
from archive.web.health import health_page
from archive.web.overview import overview_page
from archive.web.searching import search_page
from archive.web.visit import View

_CAPTURE = r"(?P<capture>\d{1,18})"
_DIGEST = r"(?P<digest>[0-9a-f]{64})"

ROUTES: list[tuple[str, View]] = [
    (r"/$", overview_page),
    (r"/-/articles/(?P<article>\d+)$", article_page),
    (r"/-/articles/(?P<article>\d+)/diff/(?P<first>\d{1,9})\.\.(?P<second>\d{1,9})$", diff_page),
    (rf"/-/captures/{_CAPTURE}$", capture_page),
    (rf"/-/captures/{_CAPTURE}/replay$", replay_page),
    (rf"/-/captures/{_CAPTURE}/payload$", payload_file),
    (rf"/-/replay/{_CAPTURE}/(?P<url>.+)$", replay_near),
    (r"/-/timegate/(?P<url>.+)$", timegate),
    (r"/-/timemap/(?P<form>link|json)/(?P<url>.+)$", timemap),
    (r"/-/changes$", changes_page),
    (r"/-/changes\.atom$", changes_feed),
    (r"/-/changes\.json$", changes_json),
    (r"/-/changes\.csv$", changes_csv),
    (r"/-/api$", api_page),
    (r"/-/download/(?P<sheet>articles|documents|changes)\.csv$", sheet_download),
    (r"/-/health$", health_page),
    (r"/-/search$", search_page),
    (rf"/-/thumbnails/{_DIGEST}\.webp$", thumbnail),
    (rf"/-/documents/{_DIGEST}$", document_page),
    (rf"/-/documents/{_DIGEST}/diff/(?P<other>[0-9a-f]{{64}})$", document_diff_page),
    (rf"/-/documents/{_DIGEST}/(?P<name>[^/]+)$", file_bytes),
]
