"""HubSpot's error body (developers.hubspot.com/docs/api-reference/error-handling) and the refusals it fills."""

import json
import uuid
from typing import Any

from flask import jsonify
from werkzeug import Response

PORTAL_ID = 6_251_500

TOO_MANY_REQUESTS = 429
CATEGORY = {
    400: "VALIDATION_ERROR",
    401: "INVALID_AUTHENTICATION",
    403: "MISSING_SCOPES",
    404: "OBJECT_NOT_FOUND",
    409: "CONFLICT",
    TOO_MANY_REQUESTS: "RATE_LIMITS",
}
MESSAGE = {
    401: "Authentication credentials not found. This API supports OAuth 2.0 authentication.",
    403: "This app hasn't been granted all required scopes to make this call.",
    404: "resource not found",
    500: "internal error",
    502: "Bad gateway",
    503: "Service temporarily unavailable",
}


class Refused(Exception):
    """The API answers `status`; `body` is merged into HubSpot's usual error body."""

    def __init__(self, status: int, message: str, **body: Any) -> None:
        super().__init__(message)
        self.status, self.body = status, {"message": message, **body}


def error_body(status: int, message: str, **more: Any) -> dict[str, Any]:
    """The standard error, with its own correlation id."""
    category = CATEGORY.get(status, "INTERNAL_ERROR")
    return {"status": "error", "message": message, "correlationId": str(uuid.uuid4()), "category": category, **more}


def reply(error: Refused) -> Response:
    """The response to a refused request."""
    response = jsonify(error_body(error.status, **error.body))
    response.status_code = error.status
    return response


def refusal(status: int, detail: str = "") -> Response:
    """What the fault plan answers; `detail` names the policy of a 429 (default ``TEN_SECONDLY_ROLLING``)."""
    limited = status == TOO_MANY_REQUESTS
    return reply(rate_limited(detail) if limited else Refused(status, detail or MESSAGE.get(status, "error")))


def rate_limited(policy: str = "") -> Refused:
    """A used-up limit; there is no Retry-After."""
    policy = policy or "TEN_SECONDLY_ROLLING"
    message = f"You have reached your {policy.lower()} limit."
    return Refused(TOO_MANY_REQUESTS, message, errorType="RATE_LIMIT", policyName=policy, requestId=uuid.uuid4().hex)


def not_found(object_type: str = "") -> Refused:
    """The record is not there, or archived."""
    return Refused(404, "resource not found", context={"objectType": [object_type]} if object_type else {})


def conflict(kind: str, existing_id: str) -> Refused:
    """A record with this e-mail is there already."""
    message = f"{kind.capitalize()} already exists. Existing ID: {existing_id}"
    return Refused(409, message, context={"existingId": [existing_id]})


def invalid_properties(problems: list[dict[str, str]]) -> Refused:
    """One or more values are refused, and the whole record with them; `problems` carry name, error and message."""
    listed = [
        {
            "isValid": False,
            "message": problem["message"],
            "error": problem["error"],
            "name": problem["name"],
            "localizedErrorMessage": problem["message"],
            "portalId": PORTAL_ID,
        }
        for problem in problems
    ]
    errors = [
        {"message": problem["message"], "code": problem["error"], "context": {"propertyName": [problem["name"]]}}
        for problem in problems
    ]
    return Refused(400, f"Property values were not valid: {json.dumps(listed)}", errors=errors)


def row_error(error: Refused, **context: str) -> dict[str, Any]:
    """A failed input inside a batch reply; like HubSpot's own, it has neither links nor correlation id."""
    told = error.body.get("context", {})
    return {
        "status": "error",
        "category": CATEGORY.get(error.status, "VALIDATION_ERROR"),
        "message": error.body["message"],
        "errors": error.body.get("errors", []),
        "context": {**told, **{name: [value] for name, value in context.items()}},
    }
