"""Compares the CRMs with what was synced into them."""

from typing import Any

from sales_agent.bootstrap import crm, crm_desk
from sales_agent.observability import logger, metrics


@metrics.log_metrics
@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Entry point: a schedule, once an hour; `tenants` of the event are looked at, each CRM once a day."""
    crm.deadline.set(context.get_remaining_time_in_millis() / 1000)
    names = [(tenant, name) for tenant in event.get("tenants", ["default"]) for name in crm_desk.enabled(tenant)]
    found = {f"{tenant}/{name}": _look(tenant, name) for tenant, name in names}
    metrics.add_metric(name="CrmFindings", unit="Count", value=sum(found.values()))
    return found


def _look(tenant: str, name: str) -> int:
    """How many findings the comparison has; 0 when none is due."""
    comparison = crm_desk.read_back(tenant, name)
    if not comparison.due():
        return 0
    report = comparison()
    findings = len(report.findings) + report.left_out
    metrics.add_metric(name="CrmMissing", unit="Count", value=report.untold)
    logger.info("read back", tenant=tenant, crm=name, records=report.records, findings=findings, reason=report.reason)
    return findings
