"""Calendly's webhooks: verified by the signature over the raw body, and each taken in once."""

import json
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from sales_agent.bootstrap import core, meetings
from sales_agent.domain.record import utc_now
from sales_agent.domain.webhook_signatures import calendly_signature_is_good
from sales_agent.ports.errors import Forbidden, Refused
from sales_agent.web import raw_body

router = APIGatewayRouter()  # type: ignore[no-untyped-call]
SOURCE = "calendly"


@router.post("/v1/webhooks/calendly")
def calendly() -> Response[str]:
    """Takes in what happened at Calendly; a repeat is thanked for and changes nothing."""
    body = raw_body(router.current_event)
    _check_signature(router.current_event.headers.get("Calendly-Webhook-Signature") or "", body)
    kind, payload, delivery_id = _read(body)
    receipts = meetings.receipts()
    if receipts.claim(SOURCE, delivery_id):
        try:
            meetings.follow_calendly()(kind, payload)
        except BaseException:
            receipts.release(SOURCE, delivery_id)
            raise
    return Response(status_code=HTTPStatus.NO_CONTENT)


def _check_signature(header: str, body: bytes) -> None:
    secret = core.vendor(SOURCE)
    keys = [secret[name] for name in ("webhook_signing_key", "previous_webhook_signing_key") if secret.get(name)]
    if not calendly_signature_is_good(header, body, keys, utc_now()):
        raise Forbidden("the signature is not good, or older than three minutes")


def _read(body: bytes) -> tuple[str, dict[str, Any], str]:
    """The event, its payload, and what tells it from others: Calendly gives its deliveries no id of their own."""
    try:
        data = json.loads(body)
        kind, payload = str(data["event"]), dict(data["payload"])
        return kind, payload, f"{kind}|{data['created_at']}|{payload['uri']}"
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused("this is no event of Calendly's", field="body") from error
