"""Breaking a connection the way a network does."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from werkzeug import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def drop(environ: "WSGIEnvironment") -> NoReturn:
    """Closes the client's socket without a reply; werkzeug's handler treats the error as a dropped connection."""
    _close(environ)
    raise ConnectionAbortedError("dropped by the fault plan")


def truncated(reply: Response, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Announces the whole body, sends half of it, closes."""
    body = reply.get_data()
    reply.headers["Content-Length"] = str(len(body))
    start_response(reply.status, reply.headers.to_wsgi_list())

    def half() -> Iterator[bytes]:
        yield body[: len(body) // 2]
        _close(environ)

    return half()


def _close(environ: "WSGIEnvironment") -> None:
    with suppress(OSError, KeyError):
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
