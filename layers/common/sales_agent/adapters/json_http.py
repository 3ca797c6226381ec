"""Calls to a vendor's JSON interface; refusals and silence become errors of ours. Never repeats a call itself."""

from collections.abc import Callable, Mapping
from typing import Any

import requests

from sales_agent.ports.errors import Conflict, Fatal, NotFound, Retriable, Skippable, Unknown

CONNECT_SECONDS, READ_SECONDS = 3.05, 8.0
TOO_MANY, SERVER_ERROR = 429, 500
MEANING: dict[int, type[Exception]] = {
    401: Fatal,
    403: Fatal,
    404: NotFound,
    410: NotFound,
    409: Conflict,
    412: Conflict,
}


class VendorRefused(Exception):
    """The vendor answered with an error status; `code` and `message` are its own words, `reply` all it said."""

    def __init__(self, status: int, code: str, message: str, retry_after: float | None, reply: Any = None) -> None:
        super().__init__(f"{status} {code} {message}".strip())
        self.status, self.code, self.message, self.retry_after = status, code, message, retry_after
        self.reply = reply


class JsonHttp:
    """One vendor's interface at `base_url`; `headers` are asked for anew with each call."""

    def __init__(self, vendor: str, base_url: str, headers: Callable[[], Mapping[str, str]]) -> None:
        self._vendor = vendor
        self._base = base_url.rstrip("/")
        self._headers = headers
        self._session = requests.Session()

    def read(self, path: str, **query: Any) -> Any:
        """The JSON at a path. Raises as `meaning` says."""
        return self._asked("GET", path, params=query)

    def ask(self, path: str, body: Any) -> Any:
        """The answer to a POST that changes nothing."""
        return self._asked("POST", path, json=body)

    def write(self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None) -> Any:
        """The answer to a change. Raises VendorRefused when it was refused, Unknown when it may have happened."""
        try:
            return self._call(method, path, json=body, headers=headers)
        except requests.exceptions.ConnectTimeout as error:
            raise Retriable(f"{self._vendor} cannot be reached") from error
        except requests.RequestException as error:
            raise Unknown(f"{self._vendor} did not answer: {type(error).__name__}") from error
        except VendorRefused as refused:
            if refused.status >= SERVER_ERROR:
                raise Unknown(f"{self._vendor} failed: {self.words(refused)}") from refused
            raise

    def words(self, refused: VendorRefused) -> str:
        """A refusal in the vendor's own words."""
        return str(refused)

    def meaning(self, refused: VendorRefused) -> Exception:
        """What a refusal asks of us: wait, fix the account, look again, or leave this one out."""
        text = f"{self._vendor} refused: {self.words(refused)}"
        if refused.status == TOO_MANY or refused.status >= SERVER_ERROR:
            return Retriable(text, retry_after=refused.retry_after)
        return MEANING.get(refused.status, Skippable)(text)

    def _asked(self, method: str, path: str, **arguments: Any) -> Any:
        try:
            return self._call(method, path, **arguments)
        except requests.RequestException as error:
            raise Retriable(f"{self._vendor} cannot be read: {type(error).__name__}") from error
        except VendorRefused as refused:
            raise self.meaning(refused) from refused

    def _call(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **arguments: Any) -> Any:
        url = path if path.startswith(("http://", "https://")) else self._base + path
        response = self._session.request(
            method,
            url,
            headers={**self._headers(), **(headers or {})},
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            **arguments,
        )
        if not response.ok:
            raise _refused(response)
        return response.json() if response.content else {}


def _refused(response: requests.Response) -> VendorRefused:
    try:
        body = response.json()
    except ValueError:
        body = {}
    error = body.get("error", body) if isinstance(body, dict) else {}
    error = error if isinstance(error, dict) else {"code": error}
    wait = response.headers.get("Retry-After") or response.headers.get("X-RateLimit-Reset") or ""
    code, message = str(error.get("code") or error.get("title") or ""), str(error.get("message") or "")
    return VendorRefused(response.status_code, code, message, float(wait) if wait.isdecimal() else None, body)
