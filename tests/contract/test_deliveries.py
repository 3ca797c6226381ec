"""What every ledger of mails promises."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from sales_agent.adapters.deliveries.dynamodb import DynamoDeliveries
from sales_agent.adapters.deliveries.memory import MemoryDeliveries
from sales_agent.ports.deliveries import ORDER, TROUBLE, Deliveries, Delivery
from tests.conftest import NOW


@pytest.fixture(params=["memory", "dynamodb"])
def ledger(request: pytest.FixtureRequest) -> Iterator[Deliveries]:
    if request.param == "memory":
        yield MemoryDeliveries()
    else:
        yield DynamoDeliveries(request.getfixturevalue("agent_table"))


def delivery(**fields: Any) -> Delivery:
    values: dict[str, Any] = {
        "tenant": "acme",
        "session_id": "s1",
        "mail_id": "m1",
        "purpose": "summary-customer",
        "recipient": "maria@example.org",
        "at": NOW,
    }
    return Delivery.model_validate(values | fields)


def later(**fields: Any) -> Delivery:
    return delivery(at=NOW + timedelta(minutes=1), **fields)


def test_a_mail_is_claimed_once(ledger: Deliveries) -> None:
    assert ledger.intend(delivery()) is None
    assert ledger.intend(later()) == delivery()


def test_claims_of_other_mails_sessions_and_tenants_are_apart(ledger: Deliveries) -> None:
    ledger.intend(delivery())
    assert [ledger.intend(later(**{field: "other"})) for field in ("mail_id", "session_id", "tenant")] == [None] * 3


def test_a_settled_mail_is_not_claimed_again(ledger: Deliveries) -> None:
    ledger.intend(delivery())
    sent = later(status="sent", message_id="x")
    ledger.settle(sent)
    assert ledger.intend(later()) == sent


def test_a_released_mail_can_be_claimed_again(ledger: Deliveries) -> None:
    ledger.intend(delivery())
    ledger.release(delivery())
    assert ledger.list("acme", "s1") == []
    assert ledger.intend(later()) is None


def test_a_claim_is_released_by_its_owner_only(ledger: Deliveries) -> None:
    ledger.intend(delivery())
    ledger.release(later())
    assert ledger.intend(later()) == delivery()


def test_a_settled_mail_is_not_released(ledger: Deliveries) -> None:
    ledger.intend(delivery())
    ledger.settle(delivery(status="sent"))
    ledger.release(delivery())
    assert [one.status for one in ledger.list("acme", "s1")] == ["sent"]


def test_reports_in_any_order_leave_the_last_word_standing(ledger: Deliveries) -> None:
    for first, second in product(ORDER, ORDER):
        mail_id = f"{first}-{second}"
        ledger.intend(delivery(mail_id=mail_id))
        ledger.settle(later(mail_id=mail_id, status=first))
        ledger.settle(later(mail_id=mail_id, status=second))
    standing = {one.mail_id: one.status for one in ledger.list("acme", "s1")}
    assert standing == {f"{pair[0]}-{pair[1]}": max(pair, key=ORDER.index) for pair in product(ORDER, ORDER)}


def test_the_deliveries_of_a_session_are_listed(ledger: Deliveries) -> None:
    ledger.intend(delivery())
    ledger.intend(delivery(mail_id="m2"))
    ledger.intend(delivery(session_id="s2"))
    assert {one.mail_id for one in ledger.list("acme", "s1")} == {"m1", "m2"}
    assert ledger.list("other", "s1") == []


def test_what_a_person_should_look_at_is_found_until_it_is_settled(ledger: Deliveries) -> None:
    for status in ORDER:
        ledger.intend(delivery(mail_id=status))
        ledger.settle(later(mail_id=status, status=status))
    ledger.settle(delivery(mail_id="other", status="parked", tenant="other"))
    assert {one.status for one in ledger.troubled("acme")} == set(TROUBLE)
    ledger.settle(later(mail_id="parked", status="delivered"))
    assert "parked" not in {one.mail_id for one in ledger.troubled("acme")}


def test_the_longest_in_trouble_come_first(ledger: Deliveries) -> None:
    ledger.settle(later(mail_id="second", status="parked"))
    ledger.settle(delivery(mail_id="first", status="bounced"))
    assert [one.mail_id for one in ledger.troubled("acme")] == ["first", "second"]
