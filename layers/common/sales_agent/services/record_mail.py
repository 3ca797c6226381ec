"""What a mail service reports later: delivered, bounced, complained about.

Amazon SES tells it through EventBridge, best effort and in any order:
https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
"""

from collections.abc import Mapping
from typing import Any

from sales_agent.domain.record import utc_now
from sales_agent.observability import logger
from sales_agent.ports.deliveries import Deliveries, DeliveryStatus

STATUS: dict[str, DeliveryStatus] = {
    "Delivery": "delivered",
    "Bounce": "bounced",
    "Complaint": "complained",
    "Reject": "refused",
    "Rendering Failure": "refused",
}


class RecordMail:
    """Brings the reports of SES into the ledger. A report that a parked mail was delivered settles it."""

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries

    def __call__(self, report: Mapping[str, Any]) -> None:
        """Takes the `detail` of one SES event; mails that are not ours, and soft bounces, change nothing."""
        status = STATUS.get(str(report.get("eventType")))
        tags = report["mail"].get("tags", {})
        if not status or not {"tenant", "session_id", "mail_id"} <= tags.keys() or _may_still_arrive(report):
            return
        tenant, session_id, mail_id = (tags[name][0] for name in ("tenant", "session_id", "mail_id"))
        for delivery in self._deliveries.list(tenant, session_id):
            if delivery.mail_id == mail_id:
                news = {"status": status, "message_id": report["mail"]["messageId"], "at": utc_now()}
                self._deliveries.settle(delivery.model_copy(update=news))
                logger.info("mail reported", mail_id=mail_id, status=status)


def _may_still_arrive(report: Mapping[str, Any]) -> bool:
    return report.get("eventType") == "Bounce" and report.get("bounce", {}).get("bounceType") == "Transient"
