"""How servers prove who they are."""

import ssl

import certifi


def make_context(*, verify: bool) -> ssl.SSLContext:
    """Return what connections are secured with.

    Trusted are the authorities of the system and those of certifi, both: a bare machine has no
    list of its own, and a system's list may name an authority that Mozilla's does not. Without
    `verify` any certificate does, of any name.
    """
    context = ssl.create_default_context()
    if verify:
        context.load_verify_locations(certifi.where())
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["http/1.1"])
    return context
