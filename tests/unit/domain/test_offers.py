from datetime import UTC, datetime, timedelta

import pytest

from sales_agent.domain.appointment_links import AppointmentRef, read_reference, sign_reference
from sales_agent.domain.meeting import Slot
from sales_agent.domain.offers import make_offer, read_offer, sign_offer
from sales_agent.domain.signing import Signer, TokenInvalid, TokenOver

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
OLD, NEW = "the old key, which is 32 bytes long", "the new key, which is 32 bytes long"
SLOT = Slot(host_id="sales", start=NOW + timedelta(days=1), duration=30, meeting_type="demo")
OFFER = make_offer(SLOT, "acme", "s1", moves="a1")
REF = AppointmentRef(tenant="acme", session_id="s1", appointment_id="a1")


def test_an_offer_comes_back_as_it_was_made() -> None:
    signer = Signer([NEW])
    assert read_offer(sign_offer(OFFER, signer, NOW), signer, NOW) == OFFER


def test_every_offer_is_its_own() -> None:
    assert make_offer(SLOT, "acme", "s1").offer_id != make_offer(SLOT, "acme", "s1").offer_id


def test_an_offer_is_good_for_half_an_hour() -> None:
    token = sign_offer(OFFER, Signer([NEW]), NOW)
    assert read_offer(token, Signer([NEW]), NOW + timedelta(minutes=29))
    with pytest.raises(TokenOver):
        read_offer(token, Signer([NEW]), NOW + timedelta(minutes=30))


def test_a_key_can_be_changed_while_offers_are_about() -> None:
    token = sign_offer(OFFER, Signer([OLD]), NOW)
    assert read_offer(token, Signer([NEW, OLD]), NOW) == OFFER
    with pytest.raises(TokenInvalid):
        read_offer(token, Signer([NEW]), NOW)


@pytest.mark.parametrize("place", range(0, 300, 7))
def test_no_changed_character_goes_unnoticed(place: int) -> None:
    token = sign_offer(OFFER, Signer([NEW]), NOW)
    if place >= len(token) - 1:
        return
    forged = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    with pytest.raises(TokenInvalid):
        read_offer(forged, Signer([NEW]), NOW)


def test_a_link_is_no_offer_and_an_offer_no_link() -> None:
    signer = Signer([NEW])
    with pytest.raises(TokenInvalid):
        read_offer(sign_reference(REF, signer, NOW), signer, NOW)
    with pytest.raises(TokenInvalid):
        read_reference(sign_offer(OFFER, signer, NOW), signer, NOW)


def test_a_link_lasts_until_a_day_after_the_meeting() -> None:
    signer, ends = Signer([NEW]), NOW + timedelta(days=3)
    token = sign_reference(REF, signer, ends)
    assert read_reference(token, signer, ends + timedelta(hours=23)) == REF
    with pytest.raises(TokenOver):
        read_reference(token, signer, ends + timedelta(days=1))
