"""The HTTP edge: bodies in, problem JSON out (RFC 9457). Nothing a visitor sends may end in a 5xx.

Bodies are capped and read by pydantic's own JSON parser, which refuses deep nesting, broken encodings and huge numbers
with an error instead of a crash; Powertools' validating resolver lets some of those through.
"""

import base64
import binascii
import json
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response
from aws_lambda_powertools.event_handler.exceptions import ServiceError
from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent
from pydantic import BaseModel, ValidationError

from sales_agent.observability import logger, places
from sales_agent.ports.errors import (
    Conflict,
    Fatal,
    Forbidden,
    Gone,
    NotFound,
    Refused,
    Retriable,
    SalesAgentError,
    TooMany,
    Unauthorized,
)
from sales_agent.settings import settings

BODY_BYTES = 32_768
NOT_FOR_VISITORS = "this does not work until somebody on our side has looked at it"
HEADERS = ["Authorization", "Content-Type"]
STATUS: dict[type[SalesAgentError], HTTPStatus] = {
    Refused: HTTPStatus.UNPROCESSABLE_ENTITY,
    Unauthorized: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Gone: HTTPStatus.GONE,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Retriable: HTTPStatus.SERVICE_UNAVAILABLE,
    Fatal: HTTPStatus.BAD_GATEWAY,
}


def api() -> APIGatewayRestResolver:
    """A resolver that answers every error of ours as a problem and allows the deployment's origins."""
    first, *others = [origin.strip() for origin in (settings().allowed_origins or "*").split(",")]
    cors = CORSConfig(first, others, allow_headers=HEADERS, expose_headers=["Retry-After"], max_age=3600)
    app = APIGatewayRestResolver(cors=cors)
    app.exception_handler(SalesAgentError)(_problem_of)
    app.exception_handler(ServiceError)(lambda error: problem(HTTPStatus(error.status_code), error.msg))
    app.not_found(lambda _: problem(HTTPStatus.NOT_FOUND, "there is no such address"))
    app.exception_handler(Exception)(_unexpected)
    return app


def answer(body: BaseModel | dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response[str]:
    """A JSON answer."""
    text = body.model_dump_json(exclude_none=True) if isinstance(body, BaseModel) else json.dumps(body)
    return Response(status_code=status, content_type="application/json", body=text)


def problem(
    status: HTTPStatus, detail: str, *, field: str | None = None, retry_after: float | None = None
) -> Response[str]:
    """A problem document; `field` names the part of the input that is wrong."""
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    headers: dict[str, Any] = {"Retry-After": str(max(1, round(retry_after)))} if retry_after else {}
    text = json.dumps(body | ({"field": field} if field else {}))
    return Response(status_code=status, content_type="application/problem+json", body=text, headers=headers)


def read_body[Body: BaseModel](app: APIGatewayRestResolver, model: type[Body]) -> Body:
    """The request's body as a model. Raises Refused that names the field, or says why it is not JSON."""
    text = raw_body(app.current_event)
    try:
        return model.model_validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise Refused(first["msg"], field=".".join(map(str, first["loc"])) or "body") from error


def bearer_token(app: APIGatewayRestResolver) -> str:
    """The token of the Authorization header. Raises Unauthorized."""
    scheme, _, token = (app.current_event.headers.get("Authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized("this call needs the session's token: Authorization: Bearer …")
    return token.strip()


def raw_body(event: BaseProxyEvent) -> bytes:
    """The request's body, byte by byte. Raises Refused when it is too large or no text at all."""
    body = event.body or ""
    try:
        raw = base64.b64decode(body, validate=True) if event.is_base64_encoded else body.encode()
    except (binascii.Error, ValueError) as error:
        raise Refused("the body is not valid text", field="body") from error
    if len(raw) > BODY_BYTES:
        raise Refused(f"the body has more than {BODY_BYTES} bytes", field="body")
    return raw


def _problem_of(error: SalesAgentError) -> Response[str]:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), HTTPStatus.BAD_GATEWAY)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("request failed", error=type(error).__name__, at=places(error))
    field, retry_after = getattr(error, "field", None), getattr(error, "retry_after", None)
    detail = NOT_FOR_VISITORS if isinstance(error, Fatal) else str(error)
    return problem(status, detail, field=field, retry_after=retry_after)


def _unexpected(error: Exception) -> Response[str]:
    logger.error("unexpected error", error=type(error).__name__, at=places(error))
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong on our side")
