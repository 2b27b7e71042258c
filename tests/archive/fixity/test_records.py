import hashlib
from base64 import b32encode, b64encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.fixity.members import read_file
from archive.fixity.records import block_fault, examine
from archive.warc.pairing import Pair, pair
from archive.warc.restoring import Originals
from archive.warc.scan import Record


def pairs(archive: Any, number: int, spool: Path) -> list[Pair]:
    path = archive.files[number]
    found = pair(read_file(path, path.stat().st_size, spool))
    return [each for each in found if isinstance(each, Pair)]


def claiming(record: Record, **fields: str) -> Record:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return replace(record, fields={**record.fields, **named})


@pytest.mark.parametrize("name", ["sha1", "sha256", "md5", "sha-512"])
@pytest.mark.parametrize("encode", [bytes.hex, b32encode, b64encode, urlsafe_b64encode])
def test_digests_of_other_tools_are_understood(
    archive: Any, tmp_path: Path, name: str, encode: Callable[[bytes], str | bytes]
) -> None:
    record = pairs(archive, 0, tmp_path)[0].answer
    encoded = encode(hashlib.new(name.replace("-", ""), record.block).digest())
    value = encoded if isinstance(encoded, str) else encoded.decode()
    assert block_fault(claiming(record, warc_block_digest=f"{name}:{value}")) is None
    other = claiming(record, warc_block_digest=f"{name}:{value[::-1]}")
    assert "is not the one that it names" in (block_fault(other) or "")


def test_what_a_304_refers_to_must_be_there(archive: Any, tmp_path: Path) -> None:
    found = pairs(archive, 1, tmp_path)[2]
    originals = Originals(archive.folder.warc)
    assert found.answer.fields["warc-profile"].endswith("server-not-modified")
    assert examine(found, originals)[1] is None
    asked = found.request
    assert asked is not None
    wrong = replace(found, answer=claiming(found.answer, warc_refers_to=asked.id))
    assert "can't be read" in (examine(wrong, originals)[1] or "")
    other = replace(found, answer=claiming(found.answer, warc_payload_digest="sha256:0"))
    assert "has not the payload" in (examine(other, originals)[1] or "")


def test_a_payload_of_another_tool_is_known_by_its_digest_where_its_block_has_none(
    archive: Any, tmp_path: Path
) -> None:
    found = pairs(archive, 0, tmp_path)[0]
    originals = Originals(archive.folder.warc)
    true = found.answer.fields["warc-payload-digest"]
    for digest, sound in ((true, True), (f"sha256:{true[:6:-1]}", False)):
        claimed = claiming(found.answer, warc_record_id="<urn:x:1>", warc_payload_digest=digest)
        del claimed.fields["warc-block-digest"]
        wrong = examine(replace(found, answer=claimed), originals)[1]
        assert (wrong is None) == sound
        assert sound or "is not the one that the record names" in str(wrong)
