"""The folder of one article: its text for people, what is known of it for programs, its files."""

import json
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Connection

from archive.errors import ArchiveError
from archive.exports.files.articles import Attached, attached_to, image_at, versions_in_short
from archive.exports.files.bodies import offline_body
from archive.exports.files.names import Names, safe_name
from archive.exports.files.rendering import render
from archive.exports.payloads import loaded
from archive.exports.report import Report
from archive.queries.articles import Standing
from archive.queries.versions import Version, version_numbered
from archive.warc.coding import decode
from archive.warc.positions import Position

Saved = list[tuple[Attached, str]]
"""Files of an article, with their names in its folder."""


class FolderWriter:
    """Writes the folders of articles; what can't be read becomes a problem of the report."""

    def __init__(self, db: Connection, warc: Path, scratch: Path, report: Report) -> None:
        self._db = db
        self._warc = warc
        self._scratch = scratch
        self._report = report

    def write(self, article: Standing, folder: Path) -> Saved:
        """Write an article as it stands into a new folder; return the files that it attaches."""
        version = version_numbered(self._db, article, article.version_count)
        folder.mkdir(parents=True)
        names = Names("article.html", "article.txt", "metadata.json", "images")
        saved = self._save_files(article, folder, names)
        body = self._body(article, version, folder, saved)
        values = {"article": article, "said": version.said, "version": version, "files": saved}
        render(folder / "article.html", "article.html", body=body, **values)
        render(folder / "article.txt", "article.txt", **values)
        metadata = self._metadata(article, version, saved)
        text = json.dumps(metadata, ensure_ascii=False, indent=2)
        (folder / "metadata.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        self._report.count("articles")
        return saved

    def _save_files(self, article: Standing, folder: Path, names: Names) -> Saved:
        saved = []
        for attached in attached_to(self._db, article.id):
            name = names.take(safe_name(attached.filename))
            if self._save(attached.position, folder / name, attached.url):
                saved.append((attached, name))
                self._report.count("files")
        return saved

    def _save(self, position: Position, target: Path, url: str) -> bool:
        try:
            with loaded(self._warc, position, self._scratch) as response:
                coding = response.header("content-encoding")
                with target.open("xb") as stream:
                    if coding:
                        stream.write(decode(response.payload.read(), coding))
                    else:
                        stream.writelines(response.payload.chunks())
        except ArchiveError as error:
            target.unlink(missing_ok=True)
            self._report.problems.append(f"{url}: {error}")
            return False
        return True

    def _body(self, article: Standing, version: Version, folder: Path, saved: Saved) -> str:
        files = {attached.url: name for attached, name in saved}
        images: dict[str, str | None] = {}
        names = Names()

        def image(url: str) -> str | None:
            if url in files:
                return files[url]
            if url not in images:
                images[url] = self._save_image(article, url, folder / "images", names)
            return images[url]

        return offline_body(version.said, image, files.get)

    def _save_image(self, article: Standing, url: str, folder: Path, names: Names) -> str | None:
        found = image_at(self._db, article.portal, url)
        if found is None:
            return None
        position, media_type = found
        name = safe_name(url.partition("?")[0].rpartition("/")[2])
        if "." not in name:
            name += f".{media_type.partition('/')[2].partition('+')[0]}"
        folder.mkdir(exist_ok=True)
        name = names.take(name)
        return f"images/{name}" if self._save(position, folder / name, url) else None

    def _metadata(self, article: Standing, version: Version, saved: Saved) -> dict[str, object]:
        said = asdict(version.said)
        for told_elsewhere in ("body_html", "body_text", "view_count", "related"):
            said.pop(told_elsewhere)
        return {
            **asdict(article),
            "version": {"number": version.number, "valid_from": version.valid_from, **said},
            "versions": versions_in_short(self._db, article.id),
            "files": [asdict(attached) | {"name": name} for attached, name in saved],
            "record": {"warc_file": version.warc_file, "warc_offset": version.warc_offset},
        }
