from pathlib import Path

import pytest

from scraper.fetching.body import MEMORY, Body, TooLargeError


def test_a_small_body_stays_in_memory(tmp_path: Path) -> None:
    body = Body(tmp_path, 0)
    body.add(b"xin ")
    body.add("chào".encode())
    assert body.payload().data == "xin chào".encode()
    assert not list(tmp_path.iterdir())


def test_a_large_body_goes_to_a_file_whole(tmp_path: Path) -> None:
    body = Body(tmp_path, 0)
    pieces = [bytes([number]) * (MEMORY // 3) for number in range(7)]
    for piece in pieces:
        body.add(piece)
    payload = body.payload()
    assert payload.path is not None
    assert payload.path.parent == tmp_path
    assert payload.read() == b"".join(pieces)


@pytest.mark.parametrize("limit", [10, MEMORY + 10])
def test_past_the_limit_nothing_is_kept(tmp_path: Path, limit: int) -> None:
    body = Body(tmp_path, limit)
    body.add(b"x" * limit)
    with pytest.raises(TooLargeError, match=f"{limit + 1:,} bytes have come; the limit is"):
        body.add(b"x")
    assert body.payload().data == b""
    assert not list(tmp_path.iterdir())


def test_an_announced_size_is_judged_before_anything_comes(tmp_path: Path) -> None:
    body = Body(tmp_path, 100)
    for fine in (None, "100", "nonsense", "-5", "²"):
        body.announce(fine)
    with pytest.raises(TooLargeError, match="Content-Length is 101 bytes"):
        body.announce("101")
    Body(tmp_path, 0).announce("999999999999")
