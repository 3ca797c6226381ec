"""Calls to Zoho CRM v8, whose failures come under any status, 2xx included, and what they ask of us.

Reply rows and error codes: zoho.com/crm/developer/docs/api/v8/status-codes.html and each call's page there.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sales_agent.adapters.json_http import SERVER_ERROR, TOO_MANY, VendorRefused
from sales_agent.adapters.token_http import TokenHttp
from sales_agent.ports.access_tokens import AccessTokens
from sales_agent.ports.errors import Fatal, Locked, NotFound, Retriable, Skippable, Unknown

ROOT = "/crm/v8"
OK = 200
MOST_PAGES = 10
"""Pages that Zoho counts by number; with 200 records each."""
BUSY_SECONDS = 10.0
WAITS = {"LIMIT_EXCEEDED": 900.0, "TOO_MANY_REQUESTS": BUSY_SECONDS}
"""Seconds to wait by code: Zoho sends no Retry-After. Credits come back over a rolling day."""
LOCKED = {"RECORD_LOCKED": 300.0, "DUPLICATE_DATA": 60.0, "ID_ALREADY_CONVERTED": 1.0}
"""The same for what concerns one record. A duplicate is a record that the next look, once search knows it, finds; a
lead converted since we read it answers as the contact it became."""
NEEDS_A_PERSON = {
    "AUTHENTICATION_FAILURE",
    "FEATURE_NOT_SUPPORTED",
    "INVALID_MODULE",
    "INVALID_TOKEN",
    "INVALID_URL_PATTERN",
    "NO_PERMISSION",
    "OAUTH_SCOPE_MISMATCH",
}
NOT_ALLOWED = {401, 403}
SAID = {"api_name", "json_path", "duplicate_record", "errors", "resource_path_index"}
"""Details of an error that its text does not repeat: the field leads, the others point into the request."""
Row = dict[str, Any]


class KeyTaken(Exception):
    """A record with this value of a unique field stands there already."""

    def __init__(self, record_id: str) -> None:
        super().__init__(record_id)
        self.record_id = record_id


class ZohoHttp(TokenHttp):
    """Zoho CRM's interface for one organisation, in the data centre that its token names."""

    def __init__(self, tokens: AccessTokens, api_domain: str, trigger: Sequence[str]) -> None:
        super().__init__("Zoho CRM", f"https://{api_domain}", tokens, "Zoho-oauthtoken")
        self._trigger = list(trigger)

    def listed(self, path: str, **query: str) -> list[Row]:
        """What is set up, under the last name of its path: fields, layouts, pipelines, users."""
        return list(self.read(f"{ROOT}/{path}", **query).get(path.rpartition("/")[2]) or ())

    def rows(self, path: str, query: Mapping[str, str], *, since: datetime | None = None) -> Iterator[Row]:
        """The records at a path, page by page; with `since` those changed from then on."""
        headers = {"If-Modified-Since": since.isoformat(timespec="seconds")} if since else None
        for page in range(1, MOST_PAGES + 1):
            reply = self._asked("GET", ROOT + path, headers=headers, params={**query, "page": page})
            yield from reply.get("data") or ()
            if not (reply.get("info") or {}).get("more_records"):
                return

    def row(self, module: str, record_id: str, **query: str) -> Row | None:
        """One record; None when it is not there."""
        try:
            found = self.read(f"{ROOT}/{module}/{record_id}", **query).get("data")
        except NotFound:
            return None
        return dict(found[0]) if found else None

    def insert(self, path: str, row: Row, unique: str) -> str:
        """The id of a new record. Raises KeyTaken when another has its value of the `unique` field."""
        try:
            reply = self.write("POST", ROOT + path, {"data": [row], "trigger": self._trigger})
        except VendorRefused as refused:
            if holder := _holder(refused.reply, unique):
                raise KeyTaken(holder) from refused
            raise self.meaning(refused) from refused
        return str(reply["data"][0]["details"]["id"])

    def change(self, module: str, record_id: str, row: Row) -> None:
        """Changes fields of a record. One that is gone is looked at again by the next run."""
        try:
            self.write("PUT", f"{ROOT}/{module}/{record_id}", {"data": [row], "trigger": self._trigger})
        except VendorRefused as refused:
            meaning = self.meaning(refused)
            raise (Locked(str(meaning)) if isinstance(meaning, NotFound) else meaning) from refused

    def make_field(self, module: str, field: Row) -> None:
        """Makes a custom field."""
        try:
            self.write("POST", f"{ROOT}/settings/fields?module={module}", {"fields": [field]})
        except VendorRefused as refused:
            raise self.meaning(refused) from refused

    def words(self, refused: VendorRefused) -> str:
        return "; ".join(_words(failure) for failure in _failures(refused.reply)) or str(refused)

    def meaning(self, refused: VendorRefused) -> Exception:
        text = f"Zoho CRM refused: {self.words(refused)}"
        failures = _failures(refused.reply)
        codes = {str(failure["code"]) for failure in failures}
        if codes & NEEDS_A_PERSON or refused.status in NOT_ALLOWED:
            return Fatal(text)
        if waits := [WAITS[code] for code in codes if code in WAITS]:
            return Retriable(text, retry_after=refused.retry_after or max(waits))
        if waits := [LOCKED[code] for code in codes if code in LOCKED]:
            return Locked(text, retry_after=max(waits))
        if refused.status == TOO_MANY or refused.status >= SERVER_ERROR:
            return Retriable(text, retry_after=refused.retry_after or BUSY_SECONDS)
        if "INTERNAL_ERROR" in codes:
            return Unknown(text)
        return (NotFound if any(_names_no_record(failure) for failure in failures) else Skippable)(text)

    def _call(self, method: str, path: str, **arguments: Any) -> Any:
        """The reply; a failed row in it is a refusal whatever the status."""
        reply = super()._call(method, path, **arguments)
        if failures := _failures(reply):
            raise VendorRefused(OK, str(failures[0]["code"]), str(failures[0].get("message")), None, reply)
        return reply


def _failures(reply: Any) -> list[Row]:
    """The failures in a reply, its own and its rows'; one that stands for several is taken apart."""
    if not isinstance(reply, dict):
        return []
    rows = [reply, *(reply.get("data") or ()), *(reply.get("fields") or ())]
    failed = [row for row in rows if row.get("status") == "error" and row.get("code")]
    return [each for row in failed for each in (row.get("details") or {}).get("errors") or [row]]


def _holder(reply: Any, unique: str) -> str:
    for failure in _failures(reply):
        details = failure.get("details") or {}
        if failure["code"] == "DUPLICATE_DATA" and details.get("api_name") == unique:
            return str((details.get("duplicate_record") or details).get("id") or "")
    return ""


def _names_no_record(failure: Row) -> bool:
    details = failure.get("details") or {}
    return failure["code"] == "INVALID_DATA" and (details.get("api_name") == "id" or "resource_path_index" in details)


def _words(failure: Row) -> str:
    """E.g. "INVALID_DATA: invalid data (Email, expected_data_type email)"."""
    details = failure.get("details") or {}
    more = [f"{name} {value if isinstance(value, str) else json.dumps(value)}" for name, value in details.items()
            if name not in SAID]  # fmt: skip
    where = ", ".join([str(details["api_name"]), *more] if details.get("api_name") else more)
    return f"{failure['code']}: {failure.get('message') or ''}" + (f" ({where})" if where else "")
