"""Zoho's errors: one for a whole request, or one for each row inside ``data``."""

from typing import Any

from flask import jsonify
from werkzeug import Response

DEFAULT_CODE = {
    400: "INVALID_DATA",
    401: "INVALID_TOKEN",
    403: "NO_PERMISSION",
    404: "INVALID_URL_PATTERN",
    405: "INVALID_REQUEST_METHOD",
    429: "TOO_MANY_REQUESTS",
    500: "INTERNAL_ERROR",
    503: "INTERNAL_ERROR",
}
MESSAGE = {
    "AUTHENTICATION_FAILURE": "Authentication failed",
    "DUPLICATE_DATA": "duplicate data",
    "ID_ALREADY_CONVERTED": "id already converted",
    "INTERNAL_ERROR": "Internal Server Error",
    "INVALID_DATA": "invalid data",
    "INVALID_MODULE": "the module name given seems to be invalid",
    "INVALID_REQUEST_METHOD": "The http request method type is not a valid one",
    "INVALID_TOKEN": "invalid oauth token",
    "INVALID_URL_PATTERN": "Please check if the URL trying to access is a correct one",
    "LIMIT_EXCEEDED": "You have exceeded the number of API credits of the day",
    "MANDATORY_NOT_FOUND": "required field not found",
    "MAPPING_MISMATCH": "the value given is not mapped to the value of the parent field",
    "MULTIPLE_OR_MULTI_ERRORS": "Multiple or multi errors have occurred",
    "NO_PERMISSION": "permission denied",
    "OAUTH_SCOPE_MISMATCH": "invalid oauth scope to access this URL",
    "RECORD_LOCKED": "the record is locked",
    "REQUIRED_PARAM_MISSING": "One of the expected parameter is missing",
    "TOO_MANY_REQUESTS": "You have made too many requests at once; please try again later",
}


class Refused(Exception):
    """The whole request is answered `status`, with `code`."""

    def __init__(self, status: int, code: str, **details: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.details = status, code, details


class RowRefused(Exception):
    """One row of a request fails; outside rows the whole request does, with 400."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details

    def to_json(self) -> dict[str, Any]:
        """The row as the reply shows it."""
        return error_body(self.code, self.details)


def error_body(code: str, details: dict[str, Any]) -> dict[str, Any]:
    """The error object, the same for rows and requests."""
    return {"code": code, "details": details, "message": MESSAGE.get(code, code), "status": "error"}


def together(problems: list[RowRefused]) -> RowRefused:
    """One refusal for all of a row's problems."""
    if len(problems) == 1:
        return problems[0]
    return RowRefused("MULTIPLE_OR_MULTI_ERRORS", errors=[problem.to_json() for problem in problems])


def reply(error: Refused) -> Response:
    """The response to a refused request."""
    response = jsonify(error_body(error.code, error.details))
    response.status_code = error.status
    return response


def refusal(status: int, detail: str = "") -> Response:
    """What the fault plan answers; `detail` is a code (default: the usual one of `status`). There is no Retry-After."""
    return reply(Refused(status, detail or DEFAULT_CODE.get(status, "INTERNAL_ERROR")))
