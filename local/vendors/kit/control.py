"""``/_control/…``: what the local page, and tests in other processes, use of every stand-in."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import Blueprint, jsonify, request
from werkzeug import Response

from local.vendors.kit.faults import Fault

if TYPE_CHECKING:
    from local.vendors.kit.stand_in import StandIn


def control_routes(stand_in: "StandIn") -> Blueprint:
    """State, request log, reset, fault plan and clock of `stand_in`."""
    routes = Blueprint("control", __name__, url_prefix="/_control")

    @routes.get("/state")
    def state() -> Response:
        return jsonify(stand_in.store.state())

    @routes.get("/requests")
    def requests() -> Response:
        log = [asdict(entry) for entry in list(stand_in.requests)]
        return jsonify(counts=dict(stand_in.counts), requests=log, violations=stand_in.violations)

    @routes.post("/reset")
    def reset() -> Response:
        stand_in.reset()
        return Response(status=204)

    @routes.post("/clock")
    def clock() -> Response:
        stand_in.clock.advance(float(request.get_json()["advance"]))
        return jsonify(now=stand_in.clock.now().isoformat())

    _add_faults(routes, stand_in)
    return routes


def _add_faults(routes: Blueprint, stand_in: "StandIn") -> None:
    @routes.get("/faults")
    def faults() -> Response:
        return jsonify(faults=stand_in.faults.to_json(), taken=stand_in.faults.taken)

    @routes.post("/faults")
    def add_fault() -> Response:
        try:
            stand_in.faults.add(Fault(**request.get_json()))
        except (TypeError, ValueError) as error:
            return Response(str(error), 400)
        return Response(status=204)

    @routes.delete("/faults")
    def clear_faults() -> Response:
        stand_in.faults.clear()
        return Response(status=204)
