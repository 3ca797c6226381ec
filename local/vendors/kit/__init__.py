"""What every stand-in shares: faults, request log, clock, contract checks and a server on 127.0.0.1.

A vendor's module builds a Flask app on a store and wraps it: ``StandIn("zoho", app, store, refuse=…, contracts=…)``.
``with serve(stand_in) as server:`` gives ``server.url``; everything else is on ``server.stand_in``. From another
process the same is reached at ``/_control/`` state, requests, reset, faults and clock; a vendor adds its own routes
there for what people do in its screens. Faults, log and contract checks leave ``/_control/`` alone.
"""

from local.vendors.kit.clock import Clock
from local.vendors.kit.contract import Contract
from local.vendors.kit.faults import Fault, FaultPlan
from local.vendors.kit.server import RunningServer, serve
from local.vendors.kit.stand_in import IN_FLIGHT, ContractViolation, StandIn, Store

__all__ = [
    "IN_FLIGHT",
    "Clock",
    "Contract",
    "ContractViolation",
    "Fault",
    "FaultPlan",
    "RunningServer",
    "StandIn",
    "Store",
    "serve",
]
