"""The CRMs' queues on a clock of ours: each message goes through the real handler, and comes again when it says so."""

import heapq
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

from functions.crm_sync import handler
from sales_agent.observability import logger, metrics
from sales_agent.services.gate import Deadline
from sales_agent.services.sync_crm import SyncCrm
from tests.conftest import NOW
from tests.contract.crm_accounts import TENANT

BATCH, MOST_RECEIVES = 10, 300
"""As template.yaml has them."""
UNSAID_SECONDS = 360.0
"""When a message comes again of which the handler has said nothing: the queue's visibility time-out."""
RUN_MILLISECONDS = 60_000
CONTEXT = SimpleNamespace(
    function_name="crm_sync",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:crm_sync",
    aws_request_id="request",
    get_remaining_time_in_millis=lambda: RUN_MILLISECONDS,
)


@dataclass(order=True)
class Waiting:
    """A message in a queue, hidden until `due`."""

    due: datetime
    number: int
    session_id: str = field(compare=False)
    told_at: datetime = field(compare=False)
    receives: int = field(default=0, compare=False)


class Pipe:
    """One queue per CRM, its dead letters, and what became of each message."""

    def __init__(self, seed: int = 7) -> None:
        self.now, self.syncs = NOW, dict[str, SyncCrm]()
        self.queues: dict[str, list[Waiting]] = {}
        self.dead: Counter[str] = Counter()
        self.receives: Counter[str] = Counter()
        self.took: dict[str, list[timedelta]] = defaultdict(list)
        self.last_taken = self.now
        self._postponed: dict[str, float] = {}
        self._numbers, self._dice = 0, random.Random(seed)

    def add(self, crm: str, sync: SyncCrm) -> None:
        """A CRM with a queue of its own."""
        self.syncs[crm], self.queues[crm] = sync, []

    def clock(self) -> datetime:
        """Our time; a look at the clock takes a millisecond."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def let_pass(self, seconds: float) -> None:
        """Somebody waits."""
        self.now += timedelta(seconds=seconds)

    def tell(self, session_id: str, *, after: float = 0.0) -> None:
        """Something of a conversation has changed: every CRM's queue hears of it."""
        for queue in self.queues.values():
            self._numbers += 1
            heapq.heappush(queue, Waiting(self.now + timedelta(seconds=after), self._numbers, session_id, self.now))

    def run(self, until: datetime | None = None) -> None:
        """Delivers what is due up to an instant; without one, until nothing waits any more."""
        while due := min((queue[0].due for queue in self.queues.values() if queue), default=None):
            if until and due > until:
                break
            self.now = max(self.now, due)
            for crm, queue in self.queues.items():
                if queue and queue[0].due <= self.now:
                    self._deliver(crm, queue)
        self.now = max(self.now, until or self.now)

    def _deliver(self, crm: str, queue: list[Waiting]) -> None:
        batch: list[Waiting] = []
        while queue and queue[0].due <= self.now and len(batch) < BATCH:
            batch.append(heapq.heappop(queue))
        for message in batch:
            message.receives += 1
        self.receives[crm] += len(batch)
        answer = handler.lambda_handler({"Records": [_record(crm, one) for one in batch]}, CONTEXT)
        failed = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
        for message in batch:
            self._after(crm, message, failed=str(message.number) in failed)

    def _after(self, crm: str, message: Waiting, *, failed: bool) -> None:
        if not failed:
            self.took[crm].append(self.now - message.told_at)
            self.last_taken = self.now
        elif message.receives >= MOST_RECEIVES:
            self.dead[crm] += 1
        else:
            wait = self._postponed.pop(str(message.number), UNSAID_SECONDS)
            message.due = self.now + timedelta(seconds=wait)
            heapq.heappush(self.queues[crm], message)

    @contextmanager
    def handled(self) -> Iterator[None]:
        """The handler finds our syncs and our queues, and is quiet."""
        postpone = self._postponed.__setitem__
        queue = SimpleNamespace(postpone=postpone)
        parts: Any = SimpleNamespace(
            sync_crm=lambda _, crm: self.syncs[crm], queue=lambda _: queue, deadline=Deadline()
        )
        with ExitStack() as patched:
            for part, name in ((logger, "warning"), (metrics, "add_metric"), (metrics.provider, "flush_metrics")):
                patched.enter_context(mock.patch.object(part, name))
            patched.enter_context(mock.patch.object(handler, "crm", parts))
            patched.enter_context(mock.patch.object(handler, "random", self._dice))
            yield


def _record(crm: str, message: Waiting) -> dict[str, Any]:
    detail = {
        "event_id": f"event-{message.number}",
        "type": "lead.changed",
        "tenant": TENANT,
        "session_id": message.session_id,
        "occurred_at": message.told_at.isoformat(),
        "version": 1,
        "detail": {},
    }
    return {
        "messageId": str(message.number),
        "receiptHandle": str(message.number),
        "body": json.dumps({"detail": detail}),
        "attributes": {"ApproximateReceiveCount": str(message.receives)},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:eu-central-1:123456789012:sales-agent-dev-crm-{crm}",
        "awsRegion": "eu-central-1",
    }
