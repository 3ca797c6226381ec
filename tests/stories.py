"""Conversations as a CRM is told of them."""

from datetime import timedelta
from typing import Any

from sales_agent.domain.crm_records import Story
from sales_agent.domain.summary import Summary
from tests.conftest import NOW
from tests.dossiers import TURNS, lead, meeting, profile, session


def story(number: int = 1, version: int = 1, **fields: Any) -> Story:
    """The conversation of one person; two neighbouring numbers work for one company.

    Version 1 has just begun; from version 2 on there is a summary, an appointment and a telephone number, ever another.
    """
    known = {
        "email": f"ann.{number}@acme{number // 2}.example",
        "customer_name": f"Ann Lee{number}",
        "company": f"Acme {number // 2} & Sons",
        **({"phone": f"+1 212 {version:03d} {number:04d}"} if version > 1 else {}),
        **fields,
    }
    ids = {"session_id": f"s{number}"}
    conversation = {**ids, "conversation_id": f"c{number}"}
    done = version > 1
    return Story(
        session=session(**ids),
        profile=profile(**known).model_copy(update={**ids, "version": version}),
        lead=lead().model_copy(update={**conversation, "lead_id": f"l{number}", "version": version}),
        turns=[turn.model_copy(update=ids) for turn in TURNS],
        summary=Summary(tenant="acme", **conversation, covers_seq=5, headline="Wants desks", overview="Asked.", at=NOW)
        if done
        else None,
        appointments=[meeting(**ids, appointment_id=f"a{number}", end=NOW + timedelta(days=2))] if done else [],
    )
