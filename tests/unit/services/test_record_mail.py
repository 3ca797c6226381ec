"""What SES reports of a mail stands in the ledger."""

from typing import Any

import pytest

from sales_agent.adapters.deliveries.memory import MemoryDeliveries
from sales_agent.ports.deliveries import Delivery
from sales_agent.services.record_mail import RecordMail
from tests.conftest import NOW


def report(kind: str, **values: Any) -> dict[str, Any]:
    tags = {"mail_id": ["m1"], "tenant": ["acme"], "session_id": ["s1"], "ses:configuration-set": ["agent"]}
    return {"eventType": kind, "mail": {"messageId": "ses-1", "tags": tags}, **values}


def ledger(status: str = "sent") -> MemoryDeliveries:
    kept = MemoryDeliveries()
    sent = Delivery(
        tenant="acme", session_id="s1", mail_id="m1", purpose="p", recipient="maria@example.org", status="sent", at=NOW
    )
    kept.intend(sent.model_copy(update={"status": status}))
    return kept


@pytest.mark.parametrize(
    ("kind", "status"),
    [("Delivery", "delivered"), ("Bounce", "bounced"), ("Complaint", "complained"), ("Reject", "refused")],
)
def test_the_fate_of_a_mail_is_recorded(kind: str, status: str) -> None:
    kept = ledger()
    RecordMail(kept)(report(kind, bounce={"bounceType": "Permanent"}))
    (standing,) = kept.list("acme", "s1")
    assert (standing.status, standing.message_id) == (status, "ses-1")


def test_a_delivery_settles_a_parked_mail() -> None:
    kept = ledger("parked")
    RecordMail(kept)(report("Delivery"))
    assert kept.list("acme", "s1")[0].status == "delivered"


@pytest.mark.parametrize(
    "told",
    [
        report("Open"),
        report("Bounce", bounce={"bounceType": "Transient"}),
        {"eventType": "Delivery", "mail": {"messageId": "x", "tags": {}}},
        {"eventType": "Delivery", "mail": {"messageId": "x"}},
    ],
)
def test_other_reports_change_nothing(told: dict[str, Any]) -> None:
    kept = ledger()
    RecordMail(kept)(told)
    assert kept.list("acme", "s1")[0].status == "sent"
