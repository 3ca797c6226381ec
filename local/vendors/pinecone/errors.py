"""Pinecone's data-plane error body: a gRPC code, a message, details."""

from flask import jsonify
from werkzeug import Response

CODE = {400: 3, 401: 16, 403: 7, 404: 5, 409: 6, 412: 9, 413: 11, 429: 8, 500: 13, 503: 14, 504: 4}
USUAL = {
    401: "Invalid API Key",
    403: "Wrong API key",
    404: "Namespace not found",
    429: "Too many requests. Please slow down.",
    503: "The service is temporarily unavailable",
}
TOO_MANY = 429


class Refused(Exception):
    """The API answers `status`."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status, self.message = status, message


def refusal(status: int, detail: str = "") -> Response:
    """Pinecone's body for `status`; for a 429 `detail` may be the seconds of Retry-After."""
    waits = status == TOO_MANY and detail.isdigit()
    message = detail if detail and not waits else USUAL.get(status, "Internal error")
    response = jsonify(code=CODE.get(status, 2), message=message, details=[])
    response.status_code = status
    if waits:
        response.headers["Retry-After"] = detail
    return response
