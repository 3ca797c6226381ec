"""Calendly API v2, its token endpoint, its booking pages and its webhooks, on one port.

A fresh one has one host on `plan` (free, trial, paid, enterprise), reached with ``TOKEN`` or ``REFRESH_TOKEN``, and two
event types: ``INTRO`` (30 minutes, Google Meet) and ``DEMO`` (60 minutes, by phone, asks for the company). Every URI in
a reply starts with the address the request came in on.
"""

from flask import Flask

from local.vendors.calendly import pages, people, routes, subscriptions, tokens
from local.vendors.calendly.errors import refusal
from local.vendors.calendly.model import DEMO, INTRO, EventType
from local.vendors.calendly.store import REFRESH_TOKEN, TOKEN, Account
from local.vendors.calendly.webhooks import Deliveries
from local.vendors.kit import Clock, StandIn
from local.vendors.specs import contracts

__all__ = ["DEMO", "INTRO", "REFRESH_TOKEN", "TOKEN", "Account", "EventType", "build"]


def build(plan: str = "paid", time_zone: str = "Europe/London") -> StandIn:
    """A Calendly account to run against."""
    clock = Clock()
    account, app = Account(clock, plan, time_zone), Flask(__name__)
    deliveries = Deliveries(account)
    routes.add(app, account, deliveries)
    subscriptions.add(app, account)
    tokens.add(app, account)
    people.add(app, account, deliveries)
    pages.add(app, account, deliveries)
    checked = contracts("calendly", "token-calendly")
    return StandIn("calendly", app, account, clock=clock, refuse=refusal, contracts=checked)
