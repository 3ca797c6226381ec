"""OpenAI's error body."""

from flask import jsonify
from werkzeug import Response

INVALID = "invalid_request_error"
QUOTA = "insufficient_quota"
TOO_MANY = 429
USUAL = {
    401: (INVALID, "invalid_api_key", "Incorrect API key provided."),
    403: (INVALID, "unsupported_country_region_territory", "Country, region, or territory not supported"),
    404: (INVALID, "model_not_found", "The model does not exist or you do not have access to it."),
    429: ("requests", "rate_limit_exceeded", "Rate limit reached. Please try again later."),
    503: ("server_error", None, "The engine is currently overloaded, please try again later"),
}
OTHERWISE = ("server_error", None, "The server had an error while processing your request. Sorry about that!")
NO_QUOTA = "You exceeded your current quota, please check your plan and billing details."


class Refused(Exception):
    """The API answers `status`; `param` names the part of the request that is wrong."""

    def __init__(self, status: int, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(status, message, param, code)
        self.status, self.message, self.param, self.code = status, message, param, code


def answered(refused: Refused) -> Response:
    """The error body of a refused request."""
    return _body(refused.status, INVALID, refused.code, refused.message, refused.param)


def refusal(status: int, detail: str = "") -> Response:
    """OpenAI's own body for `status`; for a 429 `detail` is the seconds of retry-after or ``insufficient_quota``."""
    if detail == QUOTA:
        return _body(status, QUOTA, QUOTA, NO_QUOTA)
    response = _body(status, *USUAL.get(status, OTHERWISE))
    if status == TOO_MANY:
        response.headers["retry-after"] = detail or "1"
    return response


def _body(status: int, kind: str, code: str | None, message: str, param: str | None = None) -> Response:
    response = jsonify(error={"message": message, "type": kind, "param": param, "code": code})
    response.status_code = status
    return response
