"""A visitor at the public edge: sends any route of the document as this visitor and reads the answer."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from scripts.openapi import document
from scripts.openapi_routes import ROUTES, STAFF, Json, Route
from tests.functions import gateway

BY_NAME = {f"{route.method} {route.path}": route for route in ROUTES}
GOOD_BODIES: dict[str, Json] = {
    "Opening": {"site_key": "demo", "page": {"url": "https://www.example.com/pricing"}},
    "Message": {"message_id": "5f0c2a9e-0001", "text": "What does it cost?"},
    "Verdict": {"seq": 1, "helpful": True},
    "Choice": {"offer": "x.y.z"},
    "CalendlyEvent": {"event": "invitee.created", "created_at": "now", "payload": {}},
}


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the body as text, and as JSON where it is that."""

    status: int
    text: str
    content_type: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    def is_documented(self, route: Route) -> bool:
        """Whether the document names this answer of the route; raises where it looks otherwise than described."""
        whole = _document()
        described = whole["paths"][route.path][route.method]["responses"].get(str(self.status))
        for content_type, content in (described or {}).get("content", {}).items():
            assert self.content_type == content_type
            schema = {**content["schema"], "components": whole["components"]}
            Draft202012Validator(schema).validate(self.json)
        return described is not None


@dataclass(frozen=True)
class Caller:
    """Somebody with a session; `names` fill the braces of other paths."""

    session_id: str
    token: str

    def call(
        self, route: Route, body: Any = None, *, names: dict[str, str] | None = None, changes: Json | None = None
    ) -> Answer:
        """Calls a route, with a good body where it needs one and none is given; `changes` are made to the event."""
        given = {"id": self.session_id, "appointment_id": "a1", "token": "x.y.z", "report": "pages", **(names or {})}
        path = route.path
        for name, value in given.items():
            path = path.replace("{" + name + "}", value)
        sent = body if body is not None else GOOD_BODIES[route.body.__name__] if route.body else None
        text = json.dumps(sent).encode() if sent is not None else None
        changed = dict(changes or {})
        headers = {"Content-Type": "application/json", **self._proof(route), **changed.pop("headers", {})}
        return answer(gateway.send(route.method.upper(), path, text, headers=headers, changes=changed))

    def _proof(self, route: Route) -> dict[str, str]:
        return {"Authorization": gateway.SIGNED if route.caller == STAFF else f"Bearer {self.token}"}


@cache
def _document() -> Json:
    return document()


def answer(proxied: dict[str, Any]) -> Answer:
    """A proxy integration's answer."""
    content_type = proxied.get("multiValueHeaders", {}).get("Content-Type", [""])[0]
    return Answer(proxied["statusCode"], proxied.get("body") or "", content_type)


def open_session(site_key: str = "demo") -> Caller:
    """A new visitor of the website that has this site key."""
    body = json.dumps({**GOOD_BODIES["Opening"], "site_key": site_key}).encode()
    opened = answer(gateway.send("POST", "/v1/sessions", body)).json
    return Caller(opened["session_id"], opened["token"])
