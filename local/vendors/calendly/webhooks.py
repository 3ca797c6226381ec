"""Webhook deliveries, signed, sent in order by one thread so that a receiver may call back."""

import hashlib
import hmac
import json
import threading
from dataclasses import asdict, dataclass
from functools import cached_property
from queue import Queue
from typing import Any

import requests

from local.vendors.calendly import resources
from local.vendors.calendly.model import Meeting, Subscription
from local.vendors.calendly.store import Account

CONNECT, ANSWER = 10, 15
"""Seconds Calendly waits for a receiver (developer.calendly.com, webhook time-outs)."""


@dataclass
class Delivery:
    """One event for one subscriber; `status` is the receiver's answer, 0 when there was none (yet)."""

    url: str
    event: str
    body: str
    subscription: str
    status: int = 0
    attempts: int = 0

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it."""
        return self.status in range(200, 300)


class Deliveries:
    """The outbox."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._done: list[tuple[Delivery, Subscription]] = []

    def announce(self, event: str, meeting: Meeting, base: str) -> None:
        """Tells every subscriber of `event`."""
        payload = resources.invitee(meeting, base) | {"scheduled_event": resources.event(meeting, base)}
        created = resources.stamp(self._account.clock.now())
        body = {"event": event, "created_at": created, "created_by": resources.user_uri(base), "payload": payload}
        for subscription in self._account.subscriptions:
            if event in subscription.events:
                self._queue.put((Delivery(subscription.url, event, json.dumps(body), subscription.uuid), subscription))

    def sent(self) -> list[dict[str, Any]]:
        """What the present subscribers were sent, once nothing is waiting any more."""
        return [asdict(delivery) for delivery, _ in self._tried()]

    def again(self, *, failed_only: bool) -> list[dict[str, Any]]:
        """Sends what failed (or everything, as a repeat) once more, signed anew."""
        entries = [entry for entry in self._tried() if not (failed_only and entry[0].delivered)]
        self._done = [entry for entry in self._done if entry not in entries]
        for entry in entries:
            self._queue.put(entry)
        return self.sent()

    @cached_property
    def _queue(self) -> Queue[tuple[Delivery, Subscription]]:
        queue: Queue[tuple[Delivery, Subscription]] = Queue()
        threading.Thread(target=self._send_all, args=(queue,), name="calendly-webhooks", daemon=True).start()
        return queue

    def _tried(self) -> list[tuple[Delivery, Subscription]]:
        self._queue.join()
        return [entry for entry in self._done if entry[1] in self._account.subscriptions]

    def _send_all(self, queue: Queue[tuple[Delivery, Subscription]]) -> None:
        while True:
            delivery, subscription = queue.get()
            delivery.attempts += 1
            delivery.status = self._post(delivery, subscription)
            subscription.retry_started_at = None if delivery.delivered else self._account.clock.now()
            self._done.append((delivery, subscription))
            queue.task_done()

    def _post(self, delivery: Delivery, subscription: Subscription) -> int:
        headers = {"Content-Type": "application/json"}
        if subscription.signing_key:
            headers["Calendly-Webhook-Signature"] = self._signature(subscription.signing_key, delivery.body)
        try:
            reply = requests.post(delivery.url, delivery.body.encode(), headers=headers, timeout=(CONNECT, ANSWER))
        except requests.RequestException:
            return 0
        return reply.status_code

    def _signature(self, key: str, body: str) -> str:
        at = int(self._account.clock.now().timestamp())
        digest = hmac.new(key.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
        return f"t={at},v1={digest}"
