"""Handing a mail to a service over HTTP. None of them takes a key against repeats, so a call is never repeated here."""

from collections.abc import Mapping
from typing import Any

import requests
from urllib3.exceptions import NewConnectionError

from sales_agent.ports.errors import Fatal, Retriable, Skippable, Unknown

TIMEOUT = (3.05, 10.0)
TOO_MANY, UNAVAILABLE, SERVER_ERROR = 429, 503, 500
ACCOUNT = frozenset({401, 402, 403, 404, 405})
"""Statuses that are about our account or its settings, not about one mail."""


def hand_over(service: str, url: str, **arguments: Any) -> requests.Response:
    """The service's acceptance. Raises Unknown when it may have taken the mail, Retriable when it surely has not."""
    try:
        response = requests.post(url, timeout=TIMEOUT, allow_redirects=False, **arguments)
    except requests.ConnectionError as error:
        raise _silence(service, error) from error
    except requests.RequestException as error:
        raise Unknown(f"{service} did not answer: {type(error).__name__}") from error
    if not response.ok:
        raise _refusal(service, response)
    return response


def _silence(service: str, error: requests.ConnectionError) -> Exception:
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(error, requests.exceptions.ConnectTimeout) or isinstance(reason, NewConnectionError):
        return Retriable(f"{service} cannot be reached")
    return Unknown(f"{service} did not answer: {type(error).__name__}")


def _refusal(service: str, response: requests.Response) -> Exception:
    text = f"{service} refused with {response.status_code}: {_words(response)}"
    if response.status_code in {TOO_MANY, UNAVAILABLE}:
        return Retriable(text, retry_after=_wait(response.headers))
    if response.status_code >= SERVER_ERROR:
        return Unknown(text)
    return (Fatal if response.status_code in ACCOUNT else Skippable)(text)


def _words(response: requests.Response) -> str:
    """What the service says, without addresses it may repeat: the messages of its JSON, else nothing."""
    try:
        body = response.json()
    except ValueError:
        return response.reason
    errors = body.get("errors") if isinstance(body, dict) else None
    found = [str(one.get("message", "")) for one in errors or [body] if isinstance(one, dict)]
    return "; ".join(found)[:300]


def _wait(headers: Mapping[str, str]) -> float | None:
    seconds = headers.get("Retry-After", "")
    return float(seconds) if seconds.isdecimal() else None
