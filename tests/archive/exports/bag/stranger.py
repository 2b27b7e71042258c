"""Reads a bag as its README tells, with Python's own library and the programs that it names.

    python -I -S stranger.py BAG FOLDER

FOLDER is for what comes in between. Prints in JSON how many of each kind of record gave back the
bytes that the index names.
"""

import base64
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
import zlib
from collections import Counter
from pathlib import Path

Place = tuple[str, int, int]


class Stranger:
    def __init__(self, bag: Path, folder: Path) -> None:
        self.bag, self.folder, self.warc = bag, folder, bag / "data" / "warc"
        readme = (bag / "data" / "README.txt").read_text(encoding="utf-8")
        self.commands = re.findall(r"^    ((?:sha\d+sum|zstd) .*)$", readme, re.MULTILINE)
        self.places: dict[str, Place] = {}
        self.meant: dict[Place, Place] = {}
        for file in sorted(self.warc.glob("*.warc.gz")):
            self.look_through(file)

    def check_for_damage(self) -> None:
        """Section 2."""
        found = [each for each in self.commands if each.startswith("sha")]
        assert len(found) == 2
        for each in found:
            subprocess.run(each.split(), cwd=self.bag, check=True, stdout=subprocess.DEVNULL)

    def look_through(self, file: Path) -> None:
        """Section 3: note where each record stands, and what imported ones refer to."""
        data, at, before = file.read_bytes(), 0, ("", 0, 0)
        while at < len(data):
            member = zlib.decompressobj(31)
            member.decompress(data[at:])
            place = (file.name, at, len(data) - at - len(member.unused_data))
            fields, block = self.record(place)
            self.places[fields["warc-record-id"]] = place
            if fields["content-type"] == "application/vnd.luutru.note+json":
                said = json.loads(block)
                if said["event"] == "imported" and "refers_to" in said:
                    self.meant[before] = tuple(said["refers_to"])
            at, before = at + place[2], place

    def record(self, place: Place) -> tuple[dict[str, str], bytes]:
        """Section 5: skip `warc_offset` bytes, take `warc_length`, and decompress them."""
        file, offset, length = place
        with (self.warc / file).open("rb") as stream:
            stream.seek(offset)
            data = zlib.decompress(stream.read(length), 31)
        head, _, rest = data.partition(b"\r\n\r\n")
        version, *lines = head.decode().split("\r\n")
        assert version.startswith("WARC/1.")
        named = (line.partition(":") for line in lines)
        fields = {name.lower(): value.strip() for name, _, value in named}
        size = int(fields["content-length"])
        assert rest[size:] == b"\r\n\r\n"
        return fields, rest[:size]

    def body(self, place: Place) -> tuple[str, bytes]:
        """Return what kind of record it is, and the body that it stands for."""
        fields, block = self.record(place)
        kind = fields["warc-type"]
        if kind == "response":
            return kind, self.without_chunks(block)
        name = fields.get("warc-refers-to", "")
        other = self.places.get(name) or self.meant[place]
        if kind == "revisit":
            return kind, self.body(other)[1]
        return "delta", self.undo_delta(json.loads(block), self.record(other)[1])

    def without_chunks(self, block: bytes) -> bytes:
        head, _, body = block.partition(b"\r\n\r\n")
        if not re.search(rb"^transfer-encoding: *chunked", head, re.MULTILINE | re.IGNORECASE):
            return body
        joined = b""
        while body:
            size, _, body = body.partition(b"\r\n")
            joined, body = joined + body[: int(size, 16)], body[int(size, 16) + 2 :]
        return joined

    def undo_delta(self, said: dict[str, str], base: bytes) -> bytes:
        """Section 4."""
        [command] = [each for each in self.commands if each.startswith("zstd")]
        (self.folder / "BASE").write_bytes(base)
        (self.folder / "FRAME").write_bytes(base64.b64decode(said["delta"]))
        (self.folder / "ANSWER").unlink(missing_ok=True)
        subprocess.run([*command.split(), "--quiet"], cwd=self.folder, check=True)
        body = (self.folder / "ANSWER").read_bytes().partition(b"\r\n\r\n")[2]
        assert said["digest"] == "sha256:" + hashlib.sha256(body).hexdigest()
        return body

    def count(self, query: str) -> Counter[str]:
        """Section 5: count the records whose bodies are what the index says."""
        found: Counter[str] = Counter()
        with sqlite3.connect(
            f"file:{self.bag}/data/archive.db?mode=ro&immutable=1", uri=True
        ) as db:
            for digest, *place in db.execute(query):
                kind, body = self.body((place[0], place[1], place[2]))
                right = digest == "sha256:" + hashlib.sha256(body).hexdigest()
                found[kind if right else f"wrong {kind}"] += 1
        return found


def main() -> None:
    stranger = Stranger(*map(Path, sys.argv[1:]))
    stranger.check_for_damage()
    place = "warc_file, warc_offset, warc_length"
    captures = f"SELECT payload_digest, {place} FROM captures WHERE payload_digest IS NOT NULL"
    files = f"SELECT v.payload_digest, {place} FROM document_versions AS v JOIN captures AS c "
    files += "ON c.id = v.capture_id"
    print(json.dumps([stranger.count(captures + " AND status <> 304"), stranger.count(files)]))


if __name__ == "__main__":
    main()
