"""Microsoft Graph's error body."""

from uuid import uuid4

from flask import jsonify
from werkzeug import Response

USUAL = {
    400: ("ErrorInvalidRequest", "The request is invalid."),
    401: ("InvalidAuthenticationToken", "Access token has expired or is not yet valid."),
    403: ("ErrorAccessDenied", "Access is denied. Check credentials and try again."),
    404: ("ErrorItemNotFound", "The specified object was not found in the store."),
    429: ("ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
    500: ("InternalServerError", "An internal server error occurred."),
    503: ("ServiceUnavailable", "The service is temporarily unavailable."),
    504: ("GatewayTimeout", "The request timed out."),
}
WAIT = (429, 503)
"""Statuses that carry Retry-After."""


class Refused(Exception):
    """The API answers `status`; without `code` the usual one of that status."""

    def __init__(self, status: int, code: str = "", message: str = "") -> None:
        super().__init__(status, code, message)
        self.status, self.code, self.message = status, code, message


def refusal(status: int, detail: str = "", message: str = "") -> Response:
    """Graph's body for `status`; `detail` is an error code, or the seconds of Retry-After."""
    usual = USUAL.get(status, ("UnknownError", ""))
    code = usual[0] if not detail or detail.isdigit() else detail
    request_id = str(uuid4())
    inner = {"request-id": request_id, "client-request-id": request_id}
    response = jsonify(error={"code": code, "message": message or usual[1], "innerError": inner})
    response.status_code = status
    response.headers["request-id"] = request_id
    if status in WAIT:
        response.headers["Retry-After"] = detail if detail.isdigit() else "5"
    return response
