"""`sales-agent meetings`: a conversation's meetings, and whether they took place."""

from typing import Annotated

import typer
from rich.table import Table

from cli.answers import AsJson, Tenant, document, refusals, shown

Session = Annotated[str, typer.Argument(help="The conversation's session, as mails and CRM name it")]
Appointment = Annotated[str, typer.Argument(help="The meeting's id, as `meetings list` shows it")]
app = typer.Typer(no_args_is_help=True, help="Sales meetings: what is booked, and who came.")


@app.command("list")
def listed(session: Session, tenant: Tenant = "default", as_json: AsJson = False) -> None:
    """List a conversation's meetings, earliest first."""
    from sales_agent.bootstrap import meetings
    from sales_agent.domain.meeting import time_label

    with refusals(as_json=as_json):
        found = meetings.bookings().of_session(tenant, session)
    if as_json:
        document([one.model_dump(mode="json") for one in found])
        return
    table = Table("when", "status", "with", "customer", "id")
    for one in found:
        when = time_label(one.start, one.host_time_zone)
        table.add_row(when, one.status, one.host_name, f"{one.customer_name}, {one.email}", one.appointment_id)
    shown(table if found else "This conversation has no meetings.")


@app.command()
def attended(session: Session, appointment: Appointment, tenant: Tenant = "default", as_json: AsJson = False) -> None:
    """Keep that a meeting took place: reports and CRM are told."""
    _record(session, appointment, tenant, came=True, as_json=as_json)


@app.command()
def missed(session: Session, appointment: Appointment, tenant: Tenant = "default", as_json: AsJson = False) -> None:
    """Keep that the customer did not come: reports and CRM are told."""
    _record(session, appointment, tenant, came=False, as_json=as_json)


def _record(session: str, appointment: str, tenant: str, *, came: bool, as_json: bool) -> None:
    from sales_agent.bootstrap import meetings
    from sales_agent.domain.appointment_links import AppointmentRef

    ref = AppointmentRef(tenant=tenant, session_id=session, appointment_id=appointment)
    with refusals(as_json=as_json):
        kept = meetings.record_attendance(tenant)(ref, attended=came)
    if as_json:
        document(kept.model_dump(mode="json"))
    else:
        shown(f"Kept: this meeting was {kept.status}.")
