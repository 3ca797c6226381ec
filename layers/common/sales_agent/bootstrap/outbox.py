"""Telling the bus what changed."""

from functools import cache

from sales_agent.adapters.event_buses.eventbridge import EventBridge
from sales_agent.bootstrap.core import all_conversations
from sales_agent.services.announce import Announce
from sales_agent.settings import settings


@cache
def announce() -> Announce:
    """Publishes changes of the table."""
    return Announce(EventBridge(settings().event_bus_name), all_conversations())
