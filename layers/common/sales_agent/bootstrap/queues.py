"""The queues of the deployment, for those who look after them."""

from sales_agent.adapters.queues.sqs import SqsQueue
from sales_agent.ports.queues import Queue
from sales_agent.settings import settings


def queue(name: str) -> Queue:
    """A queue by its own name, such as `summarize`."""
    return SqsQueue(f"{settings().queue_prefix}{name}")
