"""Calendly's error body."""

from flask import jsonify
from werkzeug import Response

TITLE = {
    400: ("Invalid Argument", "The supplied parameters are invalid."),
    401: ("Unauthenticated", "The access token is invalid"),
    403: ("Permission Denied", "You do not have permission to access this resource."),
    404: ("Resource Not Found", "The server could not find the requested resource."),
    409: ("Already Exists", "The resource already exists."),
    429: ("Too Many Requests", "You have exceeded your rate limit."),
}
OTHERWISE = ("Internal Server Error", "An error has occurred on the server")

TOO_MANY = 429


class Refused(Exception):
    """The API answers `status`; `parameter` names what was wrong with the request."""

    def __init__(self, status: int, message: str = "", parameter: str = "") -> None:
        super().__init__(status, message, parameter)
        self.status, self.message, self.parameter = status, message, parameter


def refusal(status: int, detail: str = "", parameter: str = "") -> Response:
    """Calendly's body for `status`; for a 429 `detail` may be the seconds until the limit resets."""
    title, usual = TITLE.get(status, OTHERWISE)
    body: dict[str, object] = {"title": title, "message": usual if parameter or not detail else detail}
    if parameter:
        body["details"] = [{"parameter": parameter, "message": detail}]
    response = jsonify(body)
    response.status_code = status
    if status == TOO_MANY:
        response.headers["X-RateLimit-Reset"] = detail if detail.isdigit() else "60"
    return response
