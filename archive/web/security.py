"""The outermost layer: the language of each request, the security headers of each answer."""

from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from archive.web import language

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""Nothing from other hosts, nothing inline."""
DEFAULT_HEADERS = {
    b"content-security-policy": PAGE_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
COOKIE = "language"
SWITCH = "_lang"
"""The parameter of the language switch; Datasette passes over names that begin with `_`."""
_YEAR = 31_536_000


def wrap(app: App) -> App:
    """Wrap Datasette."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        switched = _choose_language(scope)

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _headers(message, switched)}
            await send(message)

        await app(scope, receive, send_safely)

    return wrapped


def _choose_language(scope: Scope) -> str | None:
    """Let the request be answered in the reader's language; return it where just switched."""
    headers = dict(scope["headers"])
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(SWITCH, [""])[0]
    chosen = asked or _cookie(headers.get(b"cookie", b"").decode("latin-1"))
    if chosen not in language.LANGUAGES:
        chosen = language.negotiate(headers.get(b"accept-language", b"").decode("latin-1"))
    language.speak(chosen)
    return chosen if chosen == asked else None


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _headers(message: Message, switched: str | None) -> list[tuple[bytes, bytes]]:
    headers = [(key.lower(), value) for key, value in message.get("headers", [])]
    names = {name for name, _ in headers}
    headers += [(name, value) for name, value in DEFAULT_HEADERS.items() if name not in names]
    headers.append((b"vary", b"Accept-Language"))
    if switched:
        cookie = f"{COOKIE}={switched}; Path=/; Max-Age={_YEAR}; SameSite=Lax"
        headers.append((b"set-cookie", cookie.encode()))
    return headers
