"""Salesforce's errors: a JSON array of ``{message, errorCode, fields}``."""

from typing import Any

from flask import jsonify
from werkzeug import Response

DEFAULT_CODE = {
    400: "UNABLE_TO_LOCK_ROW",
    401: "INVALID_SESSION_ID",
    403: "REQUEST_LIMIT_EXCEEDED",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    410: "GONE",
    429: "REQUEST_LIMIT_EXCEEDED",
    500: "UNKNOWN_EXCEPTION",
    503: "SERVER_UNAVAILABLE",
}
MESSAGE = {
    "GONE": "The requested resource is no longer available",
    "INVALID_SESSION_ID": "Session expired or invalid",
    "METHOD_NOT_ALLOWED": "HTTP Method not allowed. Allowed are HEAD,GET,POST",
    "NOT_FOUND": "The requested resource does not exist",
    "REQUEST_LIMIT_EXCEEDED": "TotalRequests Limit exceeded.",
    "SERVER_UNAVAILABLE": "We are down for maintenance. Sorry for the inconvenience.",
    "UNABLE_TO_LOCK_ROW": "unable to obtain exclusive access to this record",
    "UNKNOWN_EXCEPTION": "An unexpected error occurred. Please include this ErrorId if you contact support.",
}


class Refused(Exception):
    """The API answers `status` with one error; `more` goes into the error beside it."""

    def __init__(self, status: int, code: str, message: str = "", fields: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(message or MESSAGE[code])
        self.status, self.code, self.fields, self.more = status, code, list(fields), more

    def to_json(self) -> dict[str, Any]:
        """The error as single requests answer it."""
        return {"message": str(self), "errorCode": self.code, "fields": self.fields, **self.more}

    def to_row(self) -> dict[str, Any]:
        """The failed row of a collection."""
        error = {"statusCode": self.code, "message": str(self), "fields": self.fields}
        return {"success": False, "errors": [error]}


class SeveralMatch(Exception):
    """An external id that is not unique fits several records: 300, with their URLs."""

    def __init__(self, urls: list[str]) -> None:
        super().__init__(urls)
        self.urls = urls


def reply(error: Refused) -> Response:
    """The response to a refused request."""
    response = jsonify([error.to_json()])
    response.status_code = error.status
    return response


def several(error: SeveralMatch) -> Response:
    """The response to an ambiguous external id."""
    response = jsonify(error.urls)
    response.status_code = 300
    return response


def refusal(status: int, detail: str = "") -> Response:
    """What the fault plan answers; `detail` is an error code (default: the usual one of `status`)."""
    code = detail or DEFAULT_CODE.get(status, "UNKNOWN_EXCEPTION")
    return reply(Refused(status, code, MESSAGE.get(code, code)))


def not_found(what: str = "") -> Refused:
    """No such record, external id field or object."""
    message = f"Provided external ID field does not exist or is not accessible: {what}" if what else ""
    return Refused(404, "NOT_FOUND", message)
