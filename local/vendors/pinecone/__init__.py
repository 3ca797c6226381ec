"""Pinecone's data plane for one index (the SDK's 2026-07): upsert, query, fetch, list, update, delete and stats.

``Pinecone(api_key=KEY).Index(host=url)``. The index has vectors of `dimension` numbers, compared by cosine; any key
opens it until it is revoked. Readers see a write `lag` seconds after it, and ``x-pinecone-lsn-…`` headers say how far
they are.
"""

from flask import Blueprint, Flask, request
from werkzeug import Response

from local.vendors.kit import Clock, StandIn
from local.vendors.pinecone import reads, writes
from local.vendors.pinecone.errors import Refused, refusal
from local.vendors.pinecone.store import KEY, Index

__all__ = ["KEY", "Index", "build"]

CONTROL = "/_control"
VERSION = "X-Pinecone-Api-Version"


def build(dimension: int = 1536, lag: float = 0.0) -> StandIn:
    """An index to run against."""
    clock = Clock()
    index, app = Index(clock, dimension, lag), Flask(__name__)
    app.register_error_handler(Refused, lambda error: refusal(error.status, error.message))
    _add_admission(app, index)
    reads.add(app, index)
    writes.add(app, index)
    _add_people(app, index)
    return StandIn("pinecone", app, index, clock=clock, refuse=refusal)


def _add_admission(app: Flask, index: Index) -> None:
    @app.before_request
    def admit() -> Response | None:
        if request.path.startswith(CONTROL):
            return None
        key = request.headers.get("Api-Key", "")
        if not key or key in index.revoked:
            return refusal(401)
        return None if request.headers.get(VERSION) else refusal(400, f"{VERSION} header is required")

    @app.after_request
    def tell_progress(response: Response) -> Response:
        response.headers["x-pinecone-lsn-committed"] = str(index.committed)
        response.headers["x-pinecone-lsn-reconciled"] = str(index.reconciled)
        return response


def _add_people(app: Flask, index: Index) -> None:
    people = Blueprint("people", __name__, url_prefix=CONTROL)

    @people.post("/revoke")
    def revoke() -> Response:
        """The project's owner deletes an API key: ``{"key"}``."""
        index.revoked.add(request.get_json()["key"])
        return Response(status=204)

    app.register_blueprint(people)
