"""When two addresses are one: how URLs are written down, and by what they are told apart.

The one place of these rules. `canonical_url` is still an address to fetch, and equal to what a
browser would ask for but for what serves only to follow people around. `url_key` is no address:
two URLs with one key are one page. `compared_url` and `compared_image` tell whether a page
leads where it led.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

DEFAULT_PORTS = {"http": "80", "https": "443"}

_FOLLOWING = (
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|zarsrc|_gl|_ga|mc_[ce]id|igshid|yclid"
    r"|jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id)"
)
"""Parameters of campaigns and sessions: which visitor, never which page."""

_WAY_BACK = r"Source=(?:/|https?:|%2f|https?%3a)[^&]*"
"""SharePoint's `Source` says where its forms return to."""

_DROPPED = re.compile(rf"{_FOLLOWING}(?:=.*)?|{_WAY_BACK}", re.IGNORECASE | re.DOTALL)

_TOKEN = re.compile(
    rf"{_FOLLOWING}|asp\.net_sessionid|sid|sessid|tempauth|access_?token|token|authkey"
    r"|aspxautodetectcookiesupport|isdlg",
    re.IGNORECASE,
)
"""Parameters that say who asks, too: left on where an address is fetched or told apart."""

_CACHE = re.compile(
    r"(?:v|ver|version|rev|t|ts|time|timestamp|_|cb|cache|cachebuster|nocache|rnd|rand|random)=[^&]*"
    r"|\d+=?",
    re.IGNORECASE,
)
"""Parameters that make browsers fetch a picture anew."""

_UNRESERVED = re.compile(r"%(?:2D|2E|3[0-9]|4[1-9A-F]|5[0-9A]|5F|6[1-9A-F]|7[0-9A]|7E)")
"""Escapes of letters, digits and `-._~`, which stand for themselves."""

_PATH_SESSION = re.compile(r"(?i);(?:jsessionid|phpsessid)=[^/?#;]*")
"""Session ids written into the path (Java Servlet specification, 7.1.3)."""

_ASPNET_SESSION = re.compile(r"/\((?:[ASF]\([^()/]*\))+\)(?=/)")
"""ASP.NET's cookieless session, `/(S(…))/`: the server redirects back to it when it is left off."""

_PLAIN = re.compile(r"https?://[a-z0-9.-]+/[A-Za-z0-9/_~-]*(?:\.[A-Za-z0-9]+)?")
"""Addresses with nothing to put right; nearly all links are."""

_SPACE = re.compile(r"[\t\n\r]")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_SAFE_IN_QUERY = "!$%&()*+,/:;=?@~"
_SAFE_IN_PATH = _SAFE_IN_QUERY + "'"
"""What Scrapy, too, leaves as it is, so that an address equals the one it sends."""


def canonical_url(url: str) -> str | None:
    """Return the address to fetch for an absolute URL, or None where it is not http or https.

    Off go fragment, default port, user name, dot segments, tracking and session parameters;
    scheme and host come in lower case, other than ASCII percent-encoded as UTF-8 (RFC 3986,
    6.2.2; WHATWG URL). The order of parameters stays: to a server it may mean something.
    """
    if _PLAIN.fullmatch(url) and "/." not in url:
        return url
    try:
        parts = urlsplit(_SPACE.sub("", url.strip()))
        host = _host(parts.hostname or "")
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not host:
        return None
    netloc = host if port is None or str(port) == DEFAULT_PORTS[scheme] else f"{host}:{port}"
    path = _no_dots(_PATH_SESSION.sub("", parts.path.replace("\\", "/")) or "/")
    query = "&".join(part for part in parts.query.split("&") if not _DROPPED.fullmatch(part))
    return urlunsplit(
        (scheme, netloc, _encode(path, _SAFE_IN_PATH), _encode(query, _SAFE_IN_QUERY), "")
    )


@lru_cache(1 << 16)
def url_key(url: str) -> str:
    """Return by what a page is known: equal for two addresses of one page.

    Beyond `canonical_url` these make no difference: http and https, with and without `www.`,
    the order of parameters, ASP.NET's session in the path, a slash behind a path without
    parameters, escapes of what needs none (RFC 3986, 6.2.2.2), and, of ASP.NET's pages alone,
    letter case of the path and of parameters' names.
    """
    address = canonical_url(url) or url
    parts = urlsplit(_UNRESERVED.sub(lambda escape: unquote(escape[0]), address))
    host = parts.netloc.removeprefix("www.")
    path = _ASPNET_SESSION.sub("", parts.path)
    pairs = parts.query.split("&") if parts.query else []
    if path.lower().endswith(".aspx"):
        path, pairs = path.lower(), [_lower_name(pair) for pair in pairs]
    if not pairs:
        return f"{host}{path.rstrip('/') or '/'}"
    return f"{host}{path}?{'&'.join(sorted(pairs))}"


def _lower_name(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return f"{name.lower()}{equals}{value}"


@lru_cache(1 << 14)
def compared_url(url: str) -> str:
    """Return the form in which the links and files of two looks at one page are compared.

    Beyond `canonical_url`: no tokens, no session in the path, parameters in order. It is an
    identity within a page, not an address to fetch.
    """
    parts = urlsplit(url)
    query = sorted(
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TOKEN.fullmatch(pair[0]) and not _is_way_back(*pair)
    )
    path = without_session(parts.path)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, urlencode(query), ""))


@lru_cache(1 << 14)
def compared_image(url: str) -> str:
    """Return the form in which images are compared: as links, and without what defeats caches.

    Such a parameter (`?v=3`, `?t=1631066400`, `?1631066400`) names a copy, never another picture.
    """
    parts = urlsplit(compared_url(url))
    pairs = (pair for pair in parts.query.split("&") if not _CACHE.fullmatch(pair))
    return urlunsplit((*parts[:3], "&".join(pairs), ""))


def without_session(path: str) -> str:
    """Take a session id out of the path of an address."""
    return _ASPNET_SESSION.sub("", _PATH_SESSION.sub("", path))


def _is_way_back(name: str, value: str) -> bool:
    return name.lower() == "source" and value.startswith(("/", "http:", "https:"))


def _host(name: str) -> str:
    """Write a host in lower case, in ASCII (IDNA); brackets back on an IPv6 address."""
    name = name.rstrip(".").lower()
    if ":" in name:
        return f"[{name}]"
    return name if name.isascii() else name.encode("idna").decode("ascii")


def _no_dots(path: str) -> str:
    """Resolve `.` and `..` (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    if steps[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _encode(text: str, safe: str) -> str:
    """Percent-encode what may not stand in a URL; escapes that are there come in upper case."""
    return _ESCAPE.sub(lambda escape: escape[0].upper(), quote(text, safe=safe))
