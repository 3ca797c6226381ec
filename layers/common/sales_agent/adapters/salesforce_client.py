"""Salesforce's REST interface through simple-salesforce: sessions, time-outs, and what a refusal means.

The SDK is never given what it could log in with: on a 401 that stays it would do so without end.
"""

from collections.abc import Callable, Mapping
from typing import Any

import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError, SalesforceExpiredSession
from simple_salesforce.format import format_soql

from sales_agent.ports.access_tokens import AccessTokens, Grant
from sales_agent.ports.errors import Fatal, Locked, Retriable, SalesAgentError, Skippable, Unknown

API_VERSION = "67.0"
CONNECT_SECONDS, READ_SECONDS = 3.05, 10.0
SERVER_ERROR = 500
DAY_SPENT_SECONDS, BUSY_SECONDS = 900.0, 30.0
"""Salesforce says how many calls are left, never how long to wait; the budget of calls is that of the last 24 hours."""
ALLOW_ALERTS = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
"""Passes duplicate rules that only warn; those that block are not passed (API 52 and later)."""
WORDS = 500
Row = dict[str, Any]


class Moved(Locked):
    """The record was converted, merged or deleted since we looked."""


class Taken(Skippable):
    """Another record stands in the way: one with this unique value, or one that a duplicate rule finds."""


BY_CODE: Mapping[str, type[SalesAgentError]] = {
    "CANNOT_UPDATE_CONVERTED_LEAD": Moved,
    "ENTITY_IS_DELETED": Moved,
    "NOT_FOUND": Moved,
    "DUPLICATE_VALUE": Taken,
    "DUPLICATES_DETECTED": Taken,
    "QUERY_TIMEOUT": Retriable,
    "REQUEST_LIMIT_EXCEEDED": Retriable,
    "REQUEST_RUNNING_TOO_LONG": Retriable,
    "SERVER_UNAVAILABLE": Retriable,
    "UNABLE_TO_LOCK_ROW": Locked,
    "INSUFFICIENT_ACCESS_OR_READONLY": Skippable,
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY": Skippable,
    "INVALID_FIELD": Fatal,
    "INVALID_FIELD_FOR_INSERT_UPDATE": Fatal,
    "INVALID_TYPE": Fatal,
    "STORAGE_LIMIT_EXCEEDED": Fatal,
}
BY_STATUS: Mapping[int, type[SalesAgentError]] = {401: Fatal, 403: Fatal, 410: Fatal, 429: Retriable}


class SalesforceClient:
    """One org, in the session that its tokens give."""

    def __init__(self, tokens: AccessTokens) -> None:
        self._tokens = tokens
        self._session = _Session()
        self.instance_url = ""

    def query(self, soql: str, /, **values: Any) -> list[Row]:
        """The rows of a query, values quoted; deleted records and archived activities are among them."""
        text = format_soql(soql, **values)
        return list(self._read(lambda sdk: sdk.query_all(text, include_deleted=True))["records"])

    def describe(self, name: str) -> Row:
        """An object's metadata."""
        return dict(self._read(lambda sdk: getattr(sdk, name).describe()))

    def create(self, name: str, values: Mapping[str, Any]) -> str:
        """Makes a record; its id. Raises Taken, Moved when it refers to a record that has, and what a write raises."""
        made = self._write(lambda sdk: getattr(sdk, name).create(dict(values), headers=ALLOW_ALERTS))
        if not made.get("success"):
            raise Skippable(f"Salesforce refused: {_words(made.get('errors'))}")
        return str(made["id"])

    def update(self, name: str, record_id: str, values: Mapping[str, Any]) -> None:
        """Changes a record. Raises Moved, and what a write raises."""
        self._write(lambda sdk: getattr(sdk, name).update(record_id, dict(values), headers=ALLOW_ALERTS))

    def _read(self, ask: Callable[[Any], Any]) -> Any:
        try:
            return self._asked(ask)
        except requests.RequestException as error:
            raise Retriable(f"Salesforce cannot be read: {type(error).__name__}") from error
        except SalesforceError as refused:
            raise meaning(refused) from refused

    def _write(self, ask: Callable[[Any], Any]) -> Any:
        try:
            return self._asked(ask)
        except requests.ConnectTimeout as error:
            raise Retriable("Salesforce cannot be reached") from error
        except requests.RequestException as error:
            raise Unknown(f"Salesforce did not answer: {type(error).__name__}") from error
        except SalesforceError as refused:
            if refused.status >= SERVER_ERROR:
                raise Unknown(f"Salesforce failed: {refused.status} {_words(refused.content)}") from refused
            raise meaning(refused) from refused

    def _asked(self, ask: Callable[[Any], Any]) -> Any:
        grant = self._tokens.current()
        try:
            return ask(self._sdk(grant))
        except SalesforceExpiredSession:
            return ask(self._sdk(self._tokens.renewed(grant.access_token)))

    def _sdk(self, grant: Grant) -> Salesforce:
        self.instance_url = grant.base_url.rstrip("/")
        self._session.plain = grant.base_url.startswith("http://")
        return Salesforce(
            session_id=grant.access_token, instance_url=grant.base_url, session=self._session, version=API_VERSION
        )


class _Session(requests.Session):
    """What the SDK has no settings for: time-outs, no redirects, and a host on this machine that speaks plain http."""

    plain = False

    def request(self, method: Any, url: Any, *args: Any, **options: Any) -> requests.Response:
        address = str(url).replace("https://", "http://", 1) if self.plain else url
        fixed = {"timeout": (CONNECT_SECONDS, READ_SECONDS), "allow_redirects": False}
        return super().request(method, address, *args, **{**options, **fixed})


def meaning(refused: SalesforceError) -> SalesAgentError:
    """What a refusal asks of us: wait, look again, have the org set right, or leave this one out."""
    errors: Any = refused.content
    code = errors[0].get("errorCode", "") if _is_errors(errors) else ""
    text = f"Salesforce refused: {refused.status} {_words(refused.content)}"
    by_status = Retriable if refused.status >= SERVER_ERROR else BY_STATUS.get(refused.status, Skippable)
    kind = BY_CODE.get(code, by_status)
    if code == "REQUEST_LIMIT_EXCEEDED":
        return Retriable(text, retry_after=DAY_SPENT_SECONDS if "TotalRequests" in text else BUSY_SECONDS)
    return kind(text)


def _is_errors(content: Any) -> bool:
    return isinstance(content, list) and bool(content) and isinstance(content[0], dict)


def _words(content: Any) -> str:
    """The vendor's own words, with the ids of the records that a duplicate rule found."""
    if not _is_errors(content):
        return str(content)[:WORDS]
    return "; ".join(_words_of(error) for error in content)


def _words_of(error: Mapping[str, Any]) -> str:
    matches = (error.get("duplicateResult") or {}).get("matchResults") or []
    found = [row["record"]["Id"] for match in matches for row in match.get("matchRecords") or []]
    code = error.get("errorCode") or error.get("statusCode") or ""
    return f"{code} {error.get('message', '')}".strip() + (f" (records {', '.join(found)})" if found else "")
