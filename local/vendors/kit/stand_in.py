"""A stand-in: a Flask app with a vendor's semantics, wrapped in faults, a request log and contract checks."""

import json
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

from flask import Flask
from werkzeug import Request, Response

from local.vendors.kit import connection
from local.vendors.kit.clock import Clock
from local.vendors.kit.contract import Contract
from local.vendors.kit.control import control_routes
from local.vendors.kit.faults import Fault, FaultPlan

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CONTRACT_BROKEN = 599
IN_FLIGHT = "stand_in.in_flight"
"""Key of the WSGI environment: how many requests, this one included, the stand-in is busy with."""

Refuse = Callable[[int, str], Response]
"""(status, detail) -> the vendor's own body and headers for it."""


class ContractViolation(AssertionError):
    """A request or a reply broke a contract; the message lists each."""


class Store(Protocol):
    """The state behind a stand-in."""

    def reset(self) -> None:
        """Back to the first day."""

    def state(self) -> dict[str, Any]:
        """Everything it holds, ready for JSON."""


@dataclass(frozen=True)
class LoggedRequest:
    """One request as it was answered; `status` is the HTTP status, or the fault that left none (``drop_before`` …)."""

    method: str
    path: str
    status: str
    at: str


def _plain_refusal(status: int, detail: str) -> Response:
    return Response(detail, status)


class StandIn:
    """One vendor on the laptop; a WSGI application. Requests are answered one at a time, as one transaction each."""

    def __init__(
        self,
        name: str,
        app: Flask,
        store: Store,
        *,
        clock: Clock | None = None,
        refuse: Refuse = _plain_refusal,
        contracts: Sequence[Contract] = (),
    ) -> None:
        self.name, self.app, self.store = name, app, store
        self.clock = clock or Clock()
        self.refuse = refuse
        self.contracts = list(contracts)
        self.faults = FaultPlan()
        self.requests: deque[LoggedRequest] = deque(maxlen=20_000)
        self.counts: Counter[str] = Counter()
        self.violations: list[str] = []
        self._one_at_a_time, self._bookkeeping = threading.Lock(), threading.Lock()
        self._in_flight = 0
        app.register_blueprint(control_routes(self))

    def reset(self) -> None:
        """Empties state, faults, log and violations, and puts the clock right."""
        self.store.reset()
        self.faults.clear()
        self.clock.reset()
        self.requests.clear()
        self.counts.clear()
        self.violations.clear()

    def verify(self) -> None:
        """Raises ContractViolation when any request or reply since the last reset broke a contract."""
        if self.violations:
            raise ContractViolation("\n".join(self.violations))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answers one request (PEP 3333)."""
        call = _buffered(environ)
        if call.path.startswith("/_control/"):
            return self._run(call)(environ, start_response)
        fault = self.faults.take(call.method, _address(call))
        if fault and fault.kind in ("drop_before", "down"):
            self._log(call, fault.kind)
            connection.drop(environ)
        reply = self._reply(call, fault)
        dropped = fault is not None and fault.kind == "drop_after"
        self._log(call, "drop_after" if dropped else str(reply.status_code))
        if dropped:
            connection.drop(environ)
        if fault and fault.kind == "truncate":
            return connection.truncated(reply, environ, start_response)
        return reply(environ, start_response)

    def _reply(self, call: Request, fault: Fault | None) -> Response:
        with self._bookkeeping:
            self._in_flight += 1
            call.environ[IN_FLIGHT] = self._in_flight
        try:
            return self._act(call) if fault is None else self._faulty(call, fault)
        finally:
            with self._bookkeeping:
                self._in_flight -= 1

    def _faulty(self, call: Request, fault: Fault) -> Response:
        acted = self._act(call) if fault.acts else None
        time.sleep(fault.seconds)
        if fault.kind.isdigit():
            with self.app.app_context():
                return self.refuse(int(fault.kind), fault.detail)
        return self._act(call) if acted is None else acted

    def _act(self, call: Request) -> Response:
        judges = self._judges(call)
        broken = [why for contract in judges if (why := contract.request_violation(call))]
        if not judges and not all(contract.partial for contract in self.contracts):
            broken = ["no contract lists it"]
        if broken:
            self._violated(call, broken)
            return Response(json.dumps({"contract_violation": broken}), CONTRACT_BROKEN, mimetype="application/json")
        reply = self._run(call)
        self._violated(call, [f"reply: {why}" for contract in judges if (why := contract.reply_violation(call, reply))])
        return reply

    def _run(self, call: Request) -> Response:
        with self._one_at_a_time:
            return Response.from_app(self.app.wsgi_app, call.environ, buffered=True)

    def _judges(self, call: Request) -> list[Contract]:
        """The contracts that list the call; a partial one only under the template by which a whole one knows it."""
        listed = [contract for contract in self.contracts if contract.lists(call)]
        known = {contract.template(call) for contract in listed if not contract.partial}
        return [contract for contract in listed if not known or contract.template(call) in known]

    def _violated(self, call: Request, broken: list[str]) -> None:
        self.violations.extend(f"{call.method} {_address(call)}: {why}" for why in broken)

    def _log(self, call: Request, status: str) -> None:
        with self._bookkeeping:
            self.requests.append(LoggedRequest(call.method, _address(call), status, self.clock.now().isoformat()))
            self.counts[f"{call.method} {status}"] += 1


def _address(call: Request) -> str:
    """Path and query."""
    return call.full_path.rstrip("?")


def _buffered(environ: "WSGIEnvironment") -> Request:
    """The request with its body in memory: the contract check, the fault and the app each read it from the start."""
    body = Request(environ).get_data()
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["wsgi.input"] = BytesIO(body)
    call = Request(environ)
    call.get_data(cache=True)
    environ["wsgi.input"] = BytesIO(body)
    return call
