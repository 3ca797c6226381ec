"""Google's error body and its reasons (developers.google.com/workspace/calendar/api/guides/errors)."""

from flask import jsonify
from werkzeug import Response

USAGE = "usageLimits"
DEFAULT_REASON = {
    400: "invalid",
    401: "authError",
    403: "rateLimitExceeded",
    404: "notFound",
    409: "duplicate",
    410: "deleted",
    412: "conditionNotMet",
    429: "rateLimitExceeded",
}
MESSAGE = {
    "authError": "Invalid Credentials",
    "backendError": "Backend Error",
    "conditionNotMet": "Precondition Failed",
    "dailyLimitExceeded": "Daily Limit Exceeded",
    "deleted": "Resource has been deleted",
    "duplicate": "The requested identifier already exists.",
    "forbidden": "Forbidden",
    "forbiddenForServiceAccounts": (
        "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority."
    ),
    "fullSyncRequired": "Sync token is no longer valid, a full sync is required.",
    "notFound": "Not Found",
    "quotaExceeded": "Calendar usage limits exceeded.",
    "rateLimitExceeded": "Rate Limit Exceeded",
    "timeRangeEmpty": "The specified time range is empty.",
    "userRateLimitExceeded": "User Rate Limit Exceeded",
}
DOMAIN = {
    "dailyLimitExceeded": USAGE,
    "forbiddenForServiceAccounts": "calendar",
    "fullSyncRequired": "calendar",
    "quotaExceeded": USAGE,
    "rateLimitExceeded": USAGE,
    "timeRangeEmpty": "calendar",
    "userRateLimitExceeded": USAGE,
}


class Refused(Exception):
    """The API answers `status` with `reason`."""

    def __init__(self, status: int, reason: str = "", message: str = "") -> None:
        super().__init__(status, reason, message)
        self.status, self.reason, self.message = status, reason, message


def refusal(status: int, reason: str = "", message: str = "") -> Response:
    """Google's body for `status`; without `reason` the usual one of that status."""
    reason = reason or DEFAULT_REASON.get(status, "backendError")
    message = message or MESSAGE.get(reason, reason)
    error = {"domain": DOMAIN.get(reason, "global"), "reason": reason, "message": message}
    response = jsonify(error={"errors": [error], "code": status, "message": message})
    response.status_code = status
    return response
