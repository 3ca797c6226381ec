"""The search endpoint: filter groups over an index that lags behind the records."""

from typing import Any

from local.vendors.hubspot import schema
from local.vendors.hubspot.errors import Refused
from local.vendors.hubspot.record import Record
from local.vendors.hubspot.store import Portal

MOST_GROUPS, MOST_FILTERS, MOST_RESULTS = 5, 10, 10_000
SEARCHED_BY_QUERY = ("email", "firstname", "lastname", "phone", "company", "name", "domain", "dealname")


def search(portal: Portal, object_type: str, body: dict[str, Any]) -> dict[str, Any]:
    """The page of results for a search request. Raises Refused."""
    groups = body.get("filterGroups", [])
    if len(groups) > MOST_GROUPS or any(len(group["filters"]) > MOST_FILTERS for group in groups):
        raise Refused(400, f"At most {MOST_GROUPS} filter groups of {MOST_FILTERS} filters are allowed")
    hits = [
        (record, seen)
        for record in portal.records[object_type].values()
        if (seen := record.indexed(portal.clock.now(), portal.index_lag)) is not None
        and _wanted(portal, record, seen, groups)
        and _mentions(seen, body.get("query", ""))
    ]
    return _page(_sorted(hits, body.get("sorts", [])), body)


def _wanted(portal: Portal, record: Record, seen: dict[str, str], groups: list[dict[str, Any]]) -> bool:
    return not groups or any(all(_matches(portal, record, seen, each) for each in group["filters"]) for group in groups)


def _matches(portal: Portal, record: Record, seen: dict[str, str], wanted: dict[str, Any]) -> bool:
    name, operator = wanted["propertyName"], wanted["operator"]
    if name.startswith("associations."):
        to_type = schema.ALIASES.get(name.removeprefix("associations."), "")
        return str(wanted.get("value")) in portal.links.between((record.object_type, record.id), to_type)
    if name not in portal.properties[record.object_type]:
        raise Refused(400, f"There was a problem with the request: property {name} does not exist")
    held, value = seen.get(name, "").lower(), str(wanted.get("value", "")).lower()
    several = [each.lower() for each in wanted.get("values", [])]
    tests = {
        "EQ": held == value,
        "NEQ": held != value,
        "IN": held in several,
        "NOT_IN": held not in several,
        "HAS_PROPERTY": bool(held),
        "NOT_HAS_PROPERTY": not held,
        "CONTAINS_TOKEN": bool(held) and value.strip("*") in held,
        "NOT_CONTAINS_TOKEN": value.strip("*") not in held,
        "LT": bool(held) and _order(held) < _order(value),
        "LTE": bool(held) and _order(held) <= _order(value),
        "GT": bool(held) and _order(held) > _order(value),
        "GTE": bool(held) and _order(held) >= _order(value),
    }
    if operator == "BETWEEN":
        return bool(held) and _order(value) <= _order(held) <= _order(str(wanted.get("highValue", "")))
    if operator not in tests:
        raise Refused(400, f"Invalid operator {operator}")
    return tests[operator]


def _mentions(seen: dict[str, str], query: str) -> bool:
    text = " ".join(seen.get(name, "") for name in SEARCHED_BY_QUERY).lower()
    return query.lower() in text


def _order(value: str) -> tuple[int, float, str]:
    """Numbers before text, each in its own order."""
    try:
        return 0, float(value), ""
    except ValueError:
        return 1, 0.0, value


def _sorted(hits: list[tuple[Record, dict[str, str]]], sorts: list[Any]) -> list[tuple[Record, dict[str, str]]]:
    for sort in reversed(sorts):
        name, down = _sort_key(sort)
        hits = sorted(hits, key=lambda hit, name=name: _order(hit[1].get(name, "")), reverse=down)  # type: ignore[misc]
    return hits


def _sort_key(sort: Any) -> tuple[str, bool]:
    """Both spellings: ``"-createdate"`` and ``{"propertyName": "createdate", "direction": "DESCENDING"}``."""
    if isinstance(sort, str):
        return sort.lstrip("-"), sort.startswith("-")
    return sort["propertyName"], sort.get("direction") == "DESCENDING"


def _page(hits: list[tuple[Record, dict[str, str]]], body: dict[str, Any]) -> dict[str, Any]:
    start, limit = int(body.get("after") or 0), int(body.get("limit", 10))
    if start + limit > MOST_RESULTS:
        raise Refused(400, f"Search returns at most {MOST_RESULTS} results")
    results = [record.shown(body.get("properties", []), seen) for record, seen in hits[start : start + limit]]
    page: dict[str, Any] = {"total": len(hits), "results": results}
    if start + limit < len(hits):
        page["paging"] = {"next": {"after": str(start + limit)}}
    return page
