"""Secrets in AWS Secrets Manager, kept in memory for five minutes."""

import json
from collections.abc import Mapping
from time import monotonic
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from sales_agent.adapters.aws import aws_client
from sales_agent.ports.errors import Retriable
from sales_agent.ports.secrets import Secrets

KEPT_SECONDS = 300


class SecretsManager(Secrets):
    """Reads JSON secrets; one that does not exist or may not be read is an empty one."""

    def __init__(self, client: Any = None) -> None:
        self._given = client
        self._kept: dict[str, tuple[float, Mapping[str, str]]] = {}

    def read(self, name: str) -> Mapping[str, str]:
        read_at, values = self._kept.get(name, (float("-inf"), {}))
        if monotonic() - read_at > KEPT_SECONDS:
            values = self._fetch(name)
            self._kept[name] = (monotonic(), values)
        return values

    def _fetch(self, name: str) -> Mapping[str, str]:
        client = self._given or aws_client("secretsmanager")
        try:
            text = client.get_secret_value(SecretId=name)["SecretString"]
        except ClientError as error:
            if error.response["Error"]["Code"] in {"ResourceNotFoundException", "AccessDeniedException"}:
                return {}
            raise Retriable(f"Secrets Manager: {error.response['Error']['Code']}") from error
        except BotoCoreError as error:
            raise Retriable("Secrets Manager cannot be reached") from error
        return {name: str(value) for name, value in json.loads(text or "{}").items()}
