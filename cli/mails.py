"""`sales-agent mails`: the mails that nobody can be sure about, and those that did not arrive."""

from rich.table import Table

from cli.answers import AsJson, Tenant, document, exit_unless, refusals, shown


def mails(tenant: Tenant = "default", as_json: AsJson = False) -> None:
    """List mails that were parked, refused, bounced or complained about, oldest first.

    A parked mail may or may not have gone out; it is never sent again by itself. Exit code 1: some are parked.
    """
    from sales_agent.bootstrap.mail import deliveries

    with refusals(as_json=as_json):
        found = deliveries(tenant).troubled(tenant)
    if as_json:
        document([one.model_dump(mode="json") for one in found])
    elif found:
        table = Table("when", "what became of it", "mail", "to", "conversation", "why")
        for one in found:
            when = f"{one.at:%Y-%m-%d %H:%M}"
            table.add_row(when, one.status, one.purpose, one.recipient, one.session_id, one.detail)
        shown(table)
    else:
        shown("Every mail went out, and none came back.")
    exit_unless(well=not any(one.status == "parked" for one in found))
