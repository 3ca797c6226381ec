"""The ledger of mails in this process's memory."""

from collections.abc import Sequence
from threading import RLock

from sales_agent.ports.deliveries import ORDER, TROUBLE, Deliveries, Delivery

Place = tuple[str, str, str]


class MemoryDeliveries(Deliveries):
    """Keeps deliveries until the process ends."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._kept: dict[Place, Delivery] = {}

    def intend(self, delivery: Delivery) -> Delivery | None:
        with self._lock:
            standing = self._kept.setdefault(_place(delivery), delivery)
            return None if standing is delivery else standing

    def settle(self, delivery: Delivery) -> None:
        with self._lock:
            standing = self._kept.get(_place(delivery))
            if not standing or ORDER.index(standing.status) < ORDER.index(delivery.status):
                self._kept[_place(delivery)] = delivery

    def release(self, delivery: Delivery) -> None:
        with self._lock:
            standing = self._kept.get(_place(delivery))
            if standing and standing.status == "intended" and standing.at == delivery.at:
                del self._kept[_place(delivery)]

    def list(self, tenant: str, session_id: str) -> list[Delivery]:
        return [kept for (of, session, _), kept in self._kept.items() if (of, session) == (tenant, session_id)]

    def troubled(self, tenant: str) -> Sequence[Delivery]:
        mine = (kept for (of, _, _), kept in self._kept.items() if of == tenant and kept.status in TROUBLE)
        return sorted(mine, key=lambda kept: kept.at)


def _place(delivery: Delivery) -> Place:
    return delivery.tenant, delivery.session_id, delivery.mail_id
