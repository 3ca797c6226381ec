"""The visitor API as its contract says, in memory, with faults on order: what the widget is tried against."""

import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, g, jsonify, request
from flask_cors import CORS

GREETING = "Hello! I am an AI assistant. Ask me about our machines."
SUGGESTIONS = ["What does the Wren Duo cost?", "Book a meeting"]
CITATIONS: list[dict[str, Any]] = [
    {
        "number": 1,
        "title": "Wren Duo",
        "url": "https://www.wrenandkettle.example/products/wren-duo/",
        "passage": "Wren Duo\nThe Wren Duo serves offices of up to 25 people and costs £2,450.",
    },
    {
        "number": 2,
        "title": "Delivery and returns",
        "url": "https://www.wrenandkettle.example/shipping-and-returns/",
        "passage": "Delivery within the United Kingdom is free.",
    },
]
EMPTY: dict[str, Any] = {"citations": [], "asks": [], "slots": [], "products": []}
"""What every reply of the server has, even when there is none."""
ANSWER = {"text": "The Wren Duo costs £2,450 [1]. Delivery is free [2].", "citations": CITATIONS, "kind": "answer"}
SLOTS = [
    {"offer": "offer-1", "start": "2026-12-01T09:00:00Z", "label": "Tue 1 Dec, 09:00 (Europe/London)"},
    {"offer": "offer-2", "start": "2026-12-01T10:30:00Z", "label": "Tue 1 Dec, 10:30 (Europe/London)"},
]
LATER = [{"offer": "offer-3", "start": "2026-12-02T14:00:00Z", "label": "Wed 2 Dec, 14:00 (Europe/London)"}]
LABELS = {slot["offer"]: slot["label"] for slot in SLOTS + LATER}


@dataclass
class Fault:
    """What happens to a call whose path ends so: a status, a wait, or an answer that gets lost on its way."""

    ending: str
    status: int = 0
    detail: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0
    lose_answer: bool = False


@dataclass
class Session:
    """One conversation as the server keeps it."""

    token: str
    opening: dict[str, Any]
    turns: list[dict[str, Any]] = field(default_factory=list)
    status: str = "open"


@dataclass
class FakeApi:
    """The server: `replies` are given in order, then ANSWER for ever; `requests` are all the calls seen."""

    sessions: dict[str, Session] = field(default_factory=dict)
    replies: deque[dict[str, Any]] = field(default_factory=deque)
    faults: list[Fault] = field(default_factory=list)
    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    meeting: dict[str, str] = field(default_factory=lambda: {"status": "booked"})
    needs_email: bool = False
    needs_consent: bool = False

    def fail(self, ending: str, status: int = 0, *, times: int = 1, **more: Any) -> None:
        """Orders a fault for the next calls whose path ends so."""
        self.faults.extend(Fault(ending, status, **more) for _ in range(times))

    def posted(self, ending: str) -> list[Any]:
        """The bodies of the POST calls whose path ends so."""
        return [body for method, path, body in self.requests if method == "POST" and path.endswith(ending)]

    def receive(self) -> Response | None:
        """Notes the call, carries out an ordered fault, checks the token."""
        if request.method == "OPTIONS":
            return None
        self.requests.append((request.method, request.path, request.get_json(silent=True)))
        g.fault = next((fault for fault in self.faults if request.path.endswith(fault.ending)), None)
        if g.fault:
            self.faults.remove(g.fault)
            time.sleep(g.fault.seconds)
            if g.fault.status:
                return problem(g.fault.status, g.fault.detail, **g.fault.extra)
        return self.authorise(**request.view_args or {})

    def authorise(self, session: str = "", **_: str) -> Response | None:
        """Calls below a session's path need its token."""
        known = self.sessions.get(session)
        if not session or (known and request.headers.get("authorization") == f"Bearer {known.token}"):
            return None
        return problem(401, "The session's token is not valid.")

    def answer(self, response: Response) -> Response:
        """Sends the answer, unless it was ordered to get lost."""
        fault = g.get("fault")
        return problem(504, "") if fault and fault.lose_answer else response

    def open_session(self) -> Any:
        if self.needs_consent and "consent" not in request.get_json():
            return problem(422, "the visitor's consent is needed first", field="consent.privacy")
        session, token = str(uuid.uuid4()), uuid.uuid4().hex
        self.sessions[session] = Session(token, request.get_json())
        opened = {"session_id": session, "token": token, "greeting": GREETING, "suggestions": SUGGESTIONS}
        return {**opened, "expires_at": "2026-12-02T00:00:00Z", "resumed": False}, 201

    def send(self, session: str) -> Any:
        kept, body = self.sessions[session], request.get_json()
        if kept.status == "closed":
            return problem(409, "This conversation is closed.")
        for turn in kept.turns:
            if turn["message_id"] == body["message_id"]:
                return turn if turn["text"] == body["text"] else problem(409, "Another message has this id.")
        reply = EMPTY | (self.replies.popleft() if self.replies else ANSWER)
        kept.turns.append({"seq": len(kept.turns) + 1, **body, "at": "2026-12-01T08:00:00Z", "reply": reply})
        return kept.turns[-1]

    def history(self, session: str) -> Any:
        kept, after = self.sessions[session], int(request.args["after"])
        return {"messages": [turn for turn in kept.turns if turn["seq"] > after], "status": kept.status}

    def close(self, session: str) -> Any:
        self.sessions[session].status = "closed"
        return {"status": "closed"}

    def judge(self, session: str) -> Any:
        self.feedback.append(request.get_json())
        return "", 204

    def export(self, session: str) -> Any:
        return {"messages": self.sessions[session].turns}

    def erase(self, session: str) -> Any:
        del self.sessions[session]
        return "", 204

    def slots(self, session: str) -> Any:
        return {"slots": LATER}

    def book(self, session: str, meeting: str = "meeting-1") -> Any:
        offer = request.get_json()["offer"]
        said = " ".join(turn["text"] for turn in self.sessions[session].turns)
        if offer in self.taken:
            return problem(409, "Somebody has just taken this time.")
        if self.needs_email and "@" not in said:
            return problem(422, "to book, the visitor's email is needed first", field="email")
        return {"appointment": self.meeting | {"appointment_id": meeting, "label": LABELS[offer]}}

    def cancel(self, session: str, meeting: str) -> Any:
        return {"appointment": self.meeting | {"appointment_id": meeting, "status": "cancelled"}}


def problem(status: int, detail: str, **extra: Any) -> Response:
    """RFC 9457; a new try is welcome at once."""
    response = jsonify(type="about:blank", title="Refused", status=status, detail=detail, **extra)
    response.status_code = status
    response.content_type = "application/problem+json"
    response.headers["retry-after"] = str(extra.get("retry_after", 0))
    return response


def create_app(api: FakeApi) -> Flask:
    """The server on its routes."""
    app = Flask("fake_api")
    CORS(app, expose_headers=["retry-after"])
    app.before_request(api.receive)
    app.after_request(api.answer)
    one, meeting = "/v1/sessions/<session>", "/v1/sessions/<session>/appointments/<meeting>"
    routes: list[tuple[str, str, Callable[..., Any]]] = [
        ("POST", "/v1/sessions", api.open_session),
        ("POST", f"{one}/messages", api.send),
        ("GET", f"{one}/messages", api.history),
        ("POST", f"{one}/close", api.close),
        ("POST", f"{one}/feedback", api.judge),
        ("GET", f"{one}/data", api.export),
        ("DELETE", f"{one}/data", api.erase),
        ("GET", f"{one}/slots", api.slots),
        ("POST", f"{one}/appointments", api.book),
        ("PATCH", meeting, api.book),
        ("DELETE", meeting, api.cancel),
    ]
    for method, path, view in routes:
        app.add_url_rule(path, f"{method} {path}", view, methods=[method])
    return app
