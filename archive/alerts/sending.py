"""Sends text to one address, through Apprise."""

import logging

from apprise import Apprise, AppriseAsset, LogCapture, NotifyFormat

from archive.alerts.writing import Text

NOT_AN_ADDRESS = "no address that Apprise knows; see https://github.com/caronc/apprise/wiki"
_ASSET = AppriseAsset(
    app_id="luutru", app_desc="Lưu Trữ", app_url="", async_mode=False, secure_logging=True
)


def send(address: str, text: Text) -> str | None:
    """Send text to an address; return why that failed, or None where it did not.

    Never raises: services fail in more ways than their libraries say.
    """
    try:
        with LogCapture(level=logging.WARNING, fmt="%(message)s") as log:  # type: ignore[no-untyped-call]  # Apprise types a part
            sender = Apprise(asset=_ASSET)
            if not sender.add(address):
                return NOT_AN_ADDRESS
            if sender.notify(body=text.body, title=text.title, body_format=NotifyFormat.TEXT):
                return None
            return _last_line(log.getvalue()) or "not delivered"
    except Exception as error:  # noqa: BLE001 -- a message that failed is kept and tried again
        return f"{type(error).__name__}: {error}"


def hidden(address: str) -> str:
    """Return an address with its passwords and keys left out, to be shown."""
    service = Apprise.instantiate(address, suppress_exceptions=True)
    if service is None:
        return f"{address.partition('://')[0]}://…"
    shown: str = service.url(privacy=True)  # type: ignore[no-untyped-call]  # Apprise types a part
    return shown.partition("?")[0]


def _last_line(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return lines[-1] if lines else ""
