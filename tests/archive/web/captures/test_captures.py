"""Captures over HTTP: the page in its sandbox, its bytes, the proof, Memento."""

import hashlib
from datetime import datetime

import pytest
from sqlalchemy import text

from archive.queries.reading import reading
from tests.archive.web.sample import PLAN, SCRIPTED, plan

LINKS = 'rel="original"'


def test_the_page_is_sandboxed_and_silent(get):
    answer = get("/-/captures/2/replay")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert "<script" not in answer.text
    assert "onload" not in answer.text
    assert "đoàn kết" in answer.text
    assert '"https://elsewhere' not in answer.text
    frame = get("/-/captures/2").text
    assert 'sandbox src="/-/captures/2/replay"' in frame


def test_a_host_header_can_t_loosen_the_sandbox(get):
    answer = get("/-/captures/2/replay", host="x; script-src *")
    assert "script-src" not in answer.headers["content-security-policy"]


def test_requisites_come_as_they_were_then(get):
    answer = get("/-/replay/2/https://portal.example/style.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.text == "body{}"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert get("/-/replay/2/https:/portal.example/style.css").status_code == 200
    assert get("/-/replay/2/https://elsewhere.example/pixel.gif").status_code == 404


def test_the_bytes_are_the_ones_received(get):
    answer = get("/-/captures/2/payload")
    said = plan("30/9")
    body = SCRIPTED.format(title=said.title, body=said.body_html, views=194).encode()
    assert answer.content == body
    assert answer.headers["content-disposition"].startswith("attachment")
    assert hashlib.sha256(body).hexdigest() in get("/-/captures/2").text


def test_a_look_that_found_nothing_modified_shows_what_stood_before(get):
    page = get("/-/captures/12").text
    assert '<a href="/-/captures/9">' in page
    assert "Chủ động ứng phó lũ lụt" in get("/-/captures/12/replay").text


def test_a_look_stored_as_a_difference_is_restored(get):
    assert "230</p>" in get("/-/captures/8/replay").text


def test_what_no_browser_can_show_is_given_as_bytes(get, folder):
    with reading(folder.database) as db:
        number = db.execute(
            text("SELECT id FROM captures WHERE media_type = 'application/pdf' LIMIT 1")
        ).scalar_one()
    page = get(f"/-/captures/{number}").text
    assert "<iframe" not in page
    assert f"<h1>Capture {number}</h1>" in page
    answer = get(f"/-/captures/{number}/replay")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_proof_is_shown(get):
    page = get("/-/captures/2").text
    for said in ("portal-", ".warc.gz", "offset", "203.0.113.7", "Microsoft-IIS/10.0"):
        assert said in page
    assert "timeout: no answer within 60 s" in get("/-/captures/10").text


@pytest.mark.parametrize(
    ("asked", "capture"),
    [
        ("Wed, 01 Sep 2021 00:00:00 GMT", 2),
        ("Wed, 08 Sep 2021 13:00:00 GMT", 2),
        ("Wed, 08 Sep 2021 15:00:00 GMT", 5),
        ("Fri, 01 Jan 2027 00:00:00 GMT", 8),
        (None, 8),
    ],
)
def test_the_timegate_leads_to_the_nearest(get, asked, capture):
    said = {"accept_datetime": asked} if asked else {}
    answer = get(f"/-/timegate/{PLAN}", **said)
    assert answer.status_code == 302
    assert answer.headers["location"] == f"http://localhost/-/captures/{capture}"
    assert "accept-datetime" in answer.headers["vary"].lower()
    assert LINKS in answer.headers["link"]
    memento = get(f"/-/captures/{capture}")
    assert memento.headers["memento-datetime"].endswith("GMT")
    assert LINKS in memento.headers["link"]


def test_a_date_that_is_none(get):
    assert get(f"/-/timegate/{PLAN}", accept_datetime="yesterday").status_code == 400


def test_the_timemap(get):
    answer = get(f"/-/timemap/link/{PLAN}")
    assert answer.headers["content-type"] == "application/link-format"
    assert answer.text.count("memento") == 3
    assert 'rel="first memento"; datetime="Wed, 08 Sep 2021 02:00:02 GMT"' in answer.text
    told = get(f"/-/timemap/json/{PLAN}").json()
    assert [m["uri"][-1] for m in told["mementos"]["list"]] == ["2", "5", "8"]
    same = get(f"/-/timemap/link/{PLAN.replace('https', 'http')}?utm_source=zalo")
    assert same.text.count("memento") == 3


def test_a_client_finds_its_way(reading_address):
    memento_client = pytest.importorskip("memento_client")
    client = memento_client.MementoClient(
        timegate_uri=reading_address + "-/timegate/", check_native_timegate=False
    )
    memento = reading_address + "-/captures/8"
    found = client.get_memento_info(memento, datetime(2021, 9, 9, 3))  # noqa: DTZ001  # UTC is meant
    assert found["original_uri"] == PLAN
    closest = found["mementos"]["closest"]
    assert closest["uri"] == [reading_address + "-/captures/5"]
    assert closest["datetime"] == datetime(2021, 9, 9, 2, 0, 5)  # noqa: DTZ001
