"""One-time schedules of EventBridge Scheduler that put an event on the bus and then delete themselves.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html (EventBridge PutEvents)
"""

from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from sales_agent.adapters.aws import aws_client
from sales_agent.domain.events import SOURCE, Event
from sales_agent.ports.errors import Fatal, Retriable
from sales_agent.ports.schedulers import Scheduler

PASSING = {"ThrottlingException", "InternalServerException", "ServiceQuotaExceededException", "ConflictException"}


class EventBridgeScheduler(Scheduler):
    """Schedules of one group; `role_arn` is who may put events on the bus."""

    def __init__(self, *, group: str, bus_arn: str, role_arn: str, client: Any = None) -> None:
        self._group = group
        self._bus_arn = bus_arn
        self._role_arn = role_arn
        self._given = client

    def schedule(self, name: str, at: datetime, event: Event) -> None:
        target = {
            "Arn": self._bus_arn,
            "RoleArn": self._role_arn,
            "EventBridgeParameters": {"DetailType": event.type, "Source": SOURCE},
            "Input": event.model_dump_json(),
        }
        self._call(
            "create_schedule",
            "ConflictException",
            Name=name,
            ScheduleExpression=f"at({at.astimezone(UTC):%Y-%m-%dT%H:%M:%S})",
            ScheduleExpressionTimezone="UTC",
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target=target,
        )

    def cancel(self, name: str) -> None:
        self._call("delete_schedule", "ResourceNotFoundException", Name=name)

    def _call(self, operation: str, as_wanted: str, **arguments: Any) -> None:
        """Calls the scheduler; the error `as_wanted` says that it is already as it should be."""
        client = self._given or aws_client("scheduler")
        try:
            getattr(client, operation)(GroupName=self._group, **arguments)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code != as_wanted:
                raise (Retriable if code in PASSING else Fatal)(f"EventBridge Scheduler: {code}") from error
        except BotoCoreError as error:
            raise Retriable("EventBridge Scheduler cannot be reached") from error
