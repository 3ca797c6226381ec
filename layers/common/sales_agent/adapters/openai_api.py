"""OpenAI's HTTP API, or another server that speaks it, through its SDK: keys, time-outs and errors.

Requests go out as plain bodies: the SDK's typed calls rebuild every message by its annotations, 130 µs each.
"""

from collections.abc import Mapping
from functools import cached_property
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

from sales_agent.ports.errors import Fatal, Retriable, Unknown

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

RETRIABLE = {408, 409, 429}
SERVER_ERROR = 500


class OpenAIApi:
    """`secret` holds `api_key` and, where it is another address than OpenAI's own, `base_url`."""

    def __init__(self, secret: Mapping[str, str]) -> None:
        self._secret = secret

    def post(self, path: str, body: Mapping[str, Any], *, seconds: float, retries: int = 0) -> dict[str, Any]:
        """The JSON object that answers a request; an attempt may take `seconds`. Raises Retriable, Unknown or Fatal."""
        client = self._client
        from openai import APIConnectionError, APIError, APIStatusError

        try:
            answer = client.post(path, cast_to=object, body=body, options={"timeout": seconds, "max_retries": retries})
        except APIStatusError as error:
            raise _failure(error) from error
        except APIConnectionError as error:
            raise Unknown("OpenAI cannot be reached or is too slow") from error
        except (APIError, JSONDecodeError) as error:
            raise Unknown(f"OpenAI: {type(error).__name__}") from error
        if not isinstance(answer, dict):
            raise Unknown("OpenAI answered with something else than a JSON object")
        return answer

    @cached_property
    def _client(self) -> "OpenAI":
        if not self._secret.get("api_key"):
            raise Fatal("OpenAI: the secret lacks api_key")
        from openai import OpenAI

        return OpenAI(api_key=self._secret["api_key"], base_url=self._secret.get("base_url") or None)


def _failure(error: "APIStatusError") -> Retriable | Fatal:
    """A spent quota comes as 429 too, and does not come back by waiting."""
    message = f"OpenAI answered {error.status_code} ({error.code})"
    passing = error.status_code in RETRIABLE or error.status_code >= SERVER_ERROR
    if not passing or error.code == "insufficient_quota":
        return Fatal(message)
    wait = error.response.headers.get("retry-after", "")
    return Retriable(message, retry_after=float(wait) if wait.isdecimal() else None)
