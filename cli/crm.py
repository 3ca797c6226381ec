"""`sales-agent crm`: connects the CRMs, says how they are, and settles what is stuck.

Exit code 0: all is well; 1: something waits, for a person or for another try, and was said; 2: the input is wrong.
"""

import typer

from cli import crm_account, crm_replay, crm_status

app = typer.Typer(no_args_is_help=True, help="The connections to HubSpot, Salesforce and Zoho CRM.")
for command in (
    crm_account.connect,
    crm_account.fields,
    crm_account.plan,
    crm_account.configure,
    crm_status.status,
    crm_status.stuck,
    crm_replay.replay,
    crm_replay.choose,
    crm_replay.restore,
    crm_status.readback,
):
    app.command()(command)
