"""AWS's services through botocore alone, imported with the first client: see docs/decisions on cold starts."""

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.session import Session

SERVICES = ["dynamodb", "events", "kms", "lambda", "s3", "scheduler", "secretsmanager", "sesv2", "sqs"]


@cache
def aws_client(service: str) -> Any:
    """The process's one client of an AWS service, made when first needed. Waits at most 1 s to connect, 5 s to read."""
    return new_client(service, connect_timeout=1, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})


def new_client(service: str, *, endpoint_url: str | None = None, **config: Any) -> Any:
    """A client with its own `botocore.config.Config`."""
    from botocore.config import Config

    return _session().create_client(service, endpoint_url=endpoint_url, config=Config(**config))


@cache
def _session() -> "Session":
    """The process's one session: what it reads from botocore's data is read once for all clients."""
    from botocore.loaders import Loader
    from botocore.session import get_session

    class Known(Loader):
        """Knows our services by name, instead of looking through 440 folders before it opens one of them."""

        def list_available_services(self, type_name: str) -> list[str]:
            return SERVICES

    session = get_session()
    session.register_component("data_loader", Known())
    return session
