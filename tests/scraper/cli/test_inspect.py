"""`luutru inspect`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.parsing.documents.ocr import missing_tesseract
from scraper.cli.group import luutru

REAL = Path(__file__).parents[2] / "fixtures/real/pdf"


def run(name: str, *more: str):
    return CliRunner().invoke(luutru, ["inspect", str(REAL / f"{name}.pdf"), *more])


def test_json_has_the_promised_keys():
    result = run("minimal-two-fields-signed-twice", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert list(found) == [
        "payload_digest", "size", "media_type", "page_count", "encrypted", "title", "producer",
        "created_at", "document_number", "pages", "signatures", "content_digest", "errors",
        "facts",
    ]  # fmt: skip
    assert [signature["intact"] for signature in found["signatures"]] == [True, True]
    assert found["pages"][0]["text"] == "Hello World"


def test_shows_what_is_proven_in_words():
    result = run("form-update-override-appearance-stream-sneaky")
    assert result.exit_code == 0
    assert "signature 1 of 2" in result.stdout
    assert "CHANGES THAT THE SIGNATURE FORBIDS" in result.stdout
    assert "not known to be trusted" in result.stdout
    assert "Hello World" in result.stdout


def test_what_can_not_be_read_is_said():
    result = run("minimal-aes256")
    assert result.exit_code == 0
    assert "password" in result.stdout


def test_a_folder_of_roots_is_read(tmp_path: Path):
    (tmp_path / "root.pem").write_bytes(b"no certificate")
    result = run("sig-with-ski-sid", "--trust", str(tmp_path), "--json")
    assert json.loads(result.stdout)["errors"][0].startswith("trust root 1")


@pytest.mark.skipif(missing_tesseract() is not None, reason="Tesseract is not installed")
def test_recognises_a_scan_when_asked():
    found = json.loads(run("imagemagick-CCITTFaxDecode", "--ocr", "--json").stdout)
    assert found["pages"][0]["source"] == "ocr"
    assert json.loads(run("imagemagick-CCITTFaxDecode", "--json").stdout)["pages"][0]["text"] == ""


@pytest.mark.parametrize("arguments", [[], ["no-such-file.pdf"]])
def test_wrong_usage(arguments: list[str]):
    assert CliRunner().invoke(luutru, ["inspect", *arguments]).exit_code == 2


def test_control_characters_of_a_file_do_not_reach_the_terminal(tmp_path: Path):
    file = tmp_path / "a.zip"
    file.write_bytes(b"PK\x05\x06" + b"\0" * 18)
    result = CliRunner().invoke(luutru, ["inspect", str(file)])
    assert result.exit_code == 0
    assert "application/zip" in result.stdout
    assert "\x1b" not in result.stdout
