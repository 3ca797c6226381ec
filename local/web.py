"""The web server of the laptop: the demo company's pages with the widget on them, and pages that show what happened.

The widget on those pages talks to the API itself, as on a real web site; nothing is proxied.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, redirect, request, send_from_directory
from werkzeug import Response as BaseResponse
from werkzeug.security import safe_join
from werkzeug.serving import WSGIRequestHandler, make_server

from local import crm_view, records
from local.system import System
from scripts.environment import ROOT

COMPANY, CONSOLE, WIDGET = ROOT / "local" / "site" / "public", ROOT / "local" / "console", ROOT / "widget"


def pages(config: Mapping[str, str], sources: Mapping[str, Callable[[], Any]]) -> Flask:
    """The application: `config` tells the pages where the API is; `sources` are read anew at every call."""
    app = Flask(__name__, static_folder=None)

    @app.get("/config.json")
    def settings() -> Response:
        return jsonify(config)

    @app.get("/_local/api/<name>")
    def show(name: str) -> Response | tuple[Response, int]:
        return jsonify(sources[name]()) if name in sources else (jsonify(error="unknown"), 404)

    @app.get("/_local/", defaults={"path": ""})
    @app.get("/_local/<path:path>")
    def console(path: str) -> BaseResponse:
        return _file(CONSOLE, path)

    @app.get("/widget/<path:path>")
    def widget(path: str) -> BaseResponse:
        return _file(WIDGET, path)

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def company(path: str) -> BaseResponse:
        return _file(COMPANY, path)

    return app


def _file(folder: Path, path: str) -> BaseResponse:
    """A file; of a folder, its index.html. Never kept by the browser, since these files are being worked on."""
    wanted = Path(safe_join(str(folder), path) or folder / "nothing")
    if wanted.is_dir() and path and not path.endswith("/"):
        return redirect(f"{request.path}/")
    name = f"{path}index.html" if wanted.is_dir() else path
    response = send_from_directory(folder, name)
    response.headers["Cache-Control"] = "no-store"
    return response


def sources(system: System) -> dict[str, Callable[[], Any]]:
    """What the pages below /_local/ read, by name (local/console/api_shapes.md)."""
    return {
        "mails": lambda: records.mails(system.mailbox),
        "conversations": lambda: records.conversations(system.stack),
        "crm": lambda: crm_view.accounts(system.vendors),
        "calendar": lambda: records.calendar_events(system.vendors),
        "reports": lambda: records.reports(system.stack),
    }


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Says nothing: the terminal belongs to the person."""


@contextmanager
def serving(app: Flask, port: int) -> Iterator[None]:
    """The application on `port` of this machine, in a thread."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True, name="web")
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
