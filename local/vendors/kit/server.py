"""Serving a stand-in on 127.0.0.1, in a thread of this process."""

import threading
from types import TracebackType
from typing import Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local.vendors.kit.stand_in import StandIn


class _Quiet(WSGIRequestHandler):
    """One line a request is the stand-in's own log's business."""

    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


class RunningServer:
    """A stand-in that listens; as a context manager it fails on leaving when a contract was broken."""

    def __init__(self, stand_in: StandIn, server: BaseWSGIServer) -> None:
        self.stand_in = stand_in
        self.url = f"http://127.0.0.1:{server.port}"
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, args=(0.05,), name=stand_in.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Closes the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()
        if kind is None:
            self.stand_in.verify()


def serve(stand_in: StandIn, port: int = 0) -> RunningServer:
    """Starts `stand_in` on `port` of 127.0.0.1 (0: any free one).

    Raises OSError when the port is taken.
    """
    return RunningServer(stand_in, make_server("127.0.0.1", port, stand_in, threaded=True, request_handler=_Quiet))
