# ruff: noqa: T201 - it talks to a person
"""Bodies that CRMs really sent, read as our adapters read them: `python -m tests.bench.crm_bodies FILE.jsonl`.

A line is one exchange: `source`, `id`, `status` and `response`. HubSpot's are of its first interfaces: their records
are put into today's envelope before they are read. What we never ask for is counted apart.
"""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from simple_salesforce.exceptions import SalesforceError

from sales_agent.adapters.crms.hubspot import HubSpotCrm
from sales_agent.adapters.hubspot_forms import record_of
from sales_agent.adapters.hubspot_http import HubSpotHttp
from sales_agent.adapters.json_http import VendorRefused
from sales_agent.adapters.salesforce_client import meaning
from sales_agent.adapters.salesforce_identity import grant_of
from sales_agent.adapters.salesforce_objects import field_of, values_of
from sales_agent.domain.crm import Kind
from sales_agent.ports.access_tokens import Grant
from sales_agent.ports.errors import Fatal, SalesAgentError
from sales_agent.services.crm_tokens import FixedToken

ERROR = 400
STATUSES = {"expired_session": 401, "upsert_multiple": 300, "find_error": 404, "error": ERROR}
"""What a Salesforce fixture's name says of the status it came with."""


class NotAskedFor(Exception):
    """Our adapters never get such a body."""


def read_hubspot(body: Any, status: int) -> None:
    """A refusal, or the contacts and companies of an answer."""
    if status >= ERROR:
        refused = VendorRefused(status, "", "", None, body)
        told = HubSpotHttp(FixedToken("hubspot", Grant(access_token="token"))).meaning(refused)
        require(isinstance(told, SalesAgentError), "an error of ours")
        require(body["message"] in str(told) and body["correlationId"] in str(told), "the vendor's own words")
        return
    if not isinstance(body, dict):
        raise NotAskedFor
    records = [body, *body.get("companies", []), *body.get("contacts", []), *body.get("results", [])]
    known = [each for each in records if isinstance(each.get("properties"), dict)]
    if not known:
        raise NotAskedFor
    for each in known:
        _read_record(each)


def _read_record(held: Mapping[str, Any]) -> None:
    kind: Kind = "person" if "vid" in held else "company"
    values = {name: each["value"] for name, each in held["properties"].items() if "value" in each}
    record = record_of(kind, {"id": held.get("vid") or held["companyId"], "properties": values})
    asked = set(HubSpotCrm.default_mappings[kind].values()) & values.keys()
    require(record.ref.record_id.isdecimal(), "an id")
    require(all(record.values[name] == (values[name] or "") for name in asked), "every value that we read")


def read_salesforce(body: Any, status: int) -> None:
    """A token, a refusal, metadata, the answer to a write, or rows."""
    if isinstance(body, list) and status != 200:
        told = meaning(SalesforceError("https://org/services/data", status, "Task", body))  # type: ignore[arg-type] # it holds JSON
        word = body[0]["errorCode"] if isinstance(body[0], dict) else body[0]
        require(word in str(told), "the vendor's own words")
    elif isinstance(body, dict) and {"error", "access_token"} & body.keys():
        _read_token(body, status)
    elif isinstance(body, dict) and "fields" in body:
        require(all(field_of(each).name for each in body["fields"]), "the fields")
    elif isinstance(body, dict) and "success" in body:
        require(bool(body["success"] and body["id"]), "an id")
    elif isinstance(body, dict) and "records" in body and "totalSize" in body:
        for row in body["records"]:
            require(isinstance(values_of("Account", row), dict), "values")
    elif isinstance(body, dict) and "attributes" in body:
        require(values_of("Account", body).keys() <= body.keys(), "values")
    else:
        raise NotAskedFor


def _read_token(body: Mapping[str, Any], status: int) -> None:
    try:
        grant = grant_of(status, body)
    except Fatal as refusal:
        require(body["error"] in str(refusal), "the vendor's own words")
    else:
        require(bool(grant.access_token and grant.base_url.startswith("https://")), "a token and where to use it")


def require(found: bool, what: str) -> None:
    """Raises ValueError when something is not found."""
    if not found:
        raise ValueError(f"without {what}")


READERS: dict[str, Callable[[Any, int], None]] = {"hubspot-vcr": read_hubspot, "restforce-salesforce": read_salesforce}


def status_of(exchange: Mapping[str, Any]) -> int:
    """The status as recorded, or as the fixture's name has it."""
    name = exchange["id"]
    return exchange["status"] or next((status for part, status in STATUSES.items() if part in name), 200)


def main() -> None:
    """Prints one line per source and fails when a body could not be read."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    counts: dict[str, Counter[str]] = {source: Counter() for source in READERS}
    for line in parser.parse_args().file.read_text("utf-8").splitlines():
        exchange = json.loads(line)
        if source := exchange["source"] if exchange["source"] in READERS else "":
            counts[source][_read(source, exchange)] += 1
    for source, count in counts.items():
        total = count.total() - count["not asked for"]
        print(f"{source}: {count['parsed']} of {total} parsed, {count['failed']} failed,"
              f" {count['not asked for']} of a kind that we never ask for")  # fmt: skip
    sys.exit(1 if any(count["failed"] for count in counts.values()) else 0)


def _read(source: str, exchange: Mapping[str, Any]) -> str:
    try:
        READERS[source](exchange["response"], status_of(exchange))
    except NotAskedFor:
        return "not asked for"
    except (KeyError, TypeError, ValueError, AttributeError, SalesAgentError) as error:
        print(f"{exchange['id']}: {type(error).__name__}: {error}")
        return "failed"
    return "parsed"


if __name__ == "__main__":
    main()
