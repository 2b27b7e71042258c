"""What is seen of a connection while it is open, and gone when aiohttp hands a response over.

Each download notes it in a `Wire` of its own, which travels in the context of its task.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, ServerDisconnectedError
from aiohttp.client_exceptions import ClientConnectorError, ClientOSError
from aiohttp.connector import Connection


class ConnectionLostError(Exception):
    """The server closed the connection before it answered."""


@dataclass(slots=True)
class Wire:
    """One request on the wire: where to, as what, and why not."""

    asked_at: datetime
    fields: list[tuple[str, str]]
    """The request headers: as prepared, and as sent once they are."""
    address: str | None = None
    """The IP address connected to."""
    refusal: str | None = None
    """Why an address was refused."""


_wire: ContextVar[Wire] = ContextVar("wire")


def open_wire(moment: datetime, fields: list[tuple[str, str]]) -> Wire:
    """Begin to note what the running task's next request sees."""
    wire = Wire(moment, fields)
    _wire.set(wire)
    return wire


def note_refusal(reason: str) -> None:
    """Note that an address was refused."""
    _wire.get().refusal = reason


class NotingResponse(ClientResponse):
    """Notes peer and request headers when a request is out, whatever comes of it."""

    async def start(self, connection: Connection) -> ClientResponse:
        """Note, then wait for the head of the response."""
        wire = _wire.get()
        peer = connection.transport.get_extra_info("peername") if connection.transport else None
        wire.address = peer[0].partition("%")[0] if peer else None
        wire.fields = list(self.request_info.headers.items())
        return await super().start(connection)


async def send_once(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """Keep aiohttp from sending a request a second time by itself: each one is captured.

    It would where a server closes the connection unanswered.
    """
    try:
        return await handler(request)
    except ClientConnectorError:
        raise
    except (ServerDisconnectedError, ClientOSError) as error:
        raise ConnectionLostError(str(error) or "the server closed the connection") from error
