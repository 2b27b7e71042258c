"""Memento (RFC 7089): TimeGate, TimeMap in two forms, and the headers of a capture."""

import json
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from datasette.utils.asgi import Response

from archive.errors import NotInArchiveError
from archive.times import from_text, now, to_text
from archive.web.captures.finding import Found, captures_of, nearest
from archive.web.language import translate
from archive.web.visit import Visit

LINK_FORMAT = "application/link-format"


def http_date(moment: str) -> str:
    """Write one of the archive's times as HTTP does (RFC 9110, 5.6.7)."""
    return format_datetime(from_text(moment).replace(microsecond=0).astimezone(UTC), usegmt=True)


def memento_headers(visit: Visit, found: Found) -> dict[str, str]:
    """Return the headers that make an answer a memento of the capture's URL."""
    links = [
        _link(found.url, "original"),
        _link(_gate(visit, found.url), "timegate"),
        _link(_map(visit, found.url), "timemap", type=LINK_FORMAT),
    ]
    return {"memento-datetime": http_date(found.fetched_at), "link": ", ".join(links)}


async def timegate(visit: Visit) -> Response:
    """Answer `/-/timegate/URL`: to the capture nearest to Accept-Datetime (pattern 2.1)."""
    asked = visit.request.headers.get("accept-datetime")
    try:
        moment = to_text(_aware(parsedate_to_datetime(asked)) if asked else now())
    except (ValueError, TypeError):
        return await visit.refuse(translate("Accept-Datetime is no HTTP date."), 400)
    url = visit.rest_url()
    found = await visit.read(captures_of, url)
    if not found:
        raise NotInArchiveError(f"{url} is not in this archive.")
    chosen = nearest(found, moment)
    links = [
        _link(url, "original"),
        _link(_map(visit, url), "timemap", type=LINK_FORMAT),
        _memento(visit, chosen, "memento"),
    ]
    headers = {
        "location": _address(visit, chosen),
        "vary": "Accept-Datetime",
        "link": ", ".join(links),
    }
    return Response("", 302, headers, "text/plain; charset=utf-8")


async def timemap(visit: Visit) -> Response:
    """Answer `/-/timemap/link/URL` and `/-/timemap/json/URL`."""
    url = visit.rest_url()
    found = await visit.read(captures_of, url)
    if not found:
        raise NotInArchiveError(f"{url} is not in this archive.")
    if visit.named["form"] == "json":
        body = json.dumps(_as_json(visit, url, found), ensure_ascii=False, indent=2)
        return Response(body, content_type="application/json; charset=utf-8")
    span = {"from": http_date(found[0].fetched_at), "until": http_date(found[-1].fetched_at)}
    links = [
        _link(url, "original"),
        _link(_map(visit, url), "self", type=LINK_FORMAT, **span),
        _link(_gate(visit, url), "timegate"),
    ]
    for index, each in enumerate(found):
        place = ["first"] * (index == 0) + ["last"] * (index == len(found) - 1)
        links.append(_memento(visit, each, " ".join([*place, "memento"])))
    return Response(",\n".join(links) + "\n", content_type=LINK_FORMAT)


def _as_json(visit: Visit, url: str, found: list[Found]) -> dict[str, object]:
    """Return the TimeMap in the JSON that Memento clients read."""
    mementos = [
        {"datetime": from_text(each.fetched_at).strftime("%Y-%m-%dT%H:%M:%SZ"),
         "uri": _address(visit, each)}
        for each in found
    ]  # fmt: skip
    return {
        "original_uri": url,
        "self": _map(visit, url, "json"),
        "timegate_uri": _gate(visit, url),
        "timemap_uri": {
            "link_format": _map(visit, url),
            "json_format": _map(visit, url, "json"),
        },
        "mementos": {"first": mementos[0], "last": mementos[-1], "list": mementos},
    }


def _memento(visit: Visit, found: Found, relation: str) -> str:
    return _link(_address(visit, found), relation, datetime=http_date(found.fetched_at))


def _address(visit: Visit, found: Found) -> str:
    return visit.address(visit.path(f"/-/captures/{found.id}"))


def _gate(visit: Visit, url: str) -> str:
    return visit.address(visit.path("/-/timegate/")) + url


def _map(visit: Visit, url: str, form: str = "link") -> str:
    return visit.address(visit.path(f"/-/timemap/{form}/")) + url


def _link(target: str, relation: str, **said: str) -> str:
    """Write one link (RFC 8288); what would end the target or a header is percent-encoded."""
    safe = "".join(
        letter if "!" <= letter <= "~" and letter not in '<>"' else _percent(letter)
        for letter in target
    )
    return f"<{safe}>; " + "; ".join(
        [f'rel="{relation}"', *(f'{k}="{v}"' for k, v in said.items())]
    )


def _percent(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
