"""Servers that keep connections open, as AWS and the vendors do; werkzeug's own closes each after its answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Thread

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug import Response
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local.vendors.kit import StandIn
from local.vendors.kit.server import RunningServer


class KeptOpen(WSGIRequestHandler):
    """Answers requests whose bodies state their length, one after another on a connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        """One request."""
        body = BytesIO(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        reply = Response.from_app(self.server.app, {**self.make_environ(), "wsgi.input": body}, buffered=True)
        content = reply.get_data()
        reply.content_length = len(content)
        self.send_response(reply.status_code)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


def listening(app: StandIn | DomainDispatcherApplication) -> BaseWSGIServer:
    """A server on a free port, not yet answering."""
    return make_server("127.0.0.1", 0, app, threaded=True, request_handler=KeptOpen)


def serve(stand_in: StandIn) -> RunningServer:
    """Starts a stand-in; leaving it fails when a contract was broken."""
    return RunningServer(stand_in, listening(stand_in))


@contextmanager
def aws() -> Iterator[str]:
    """Moto's address while it answers."""
    server = listening(DomainDispatcherApplication(create_backend_app))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        server.server_close()
