"""Running a query over an org."""

import uuid
from typing import Any

from local.vendors.salesforce import soql
from local.vendors.salesforce.derived import OBJECT_OF
from local.vendors.salesforce.errors import Refused
from local.vendors.salesforce.fields import Record
from local.vendors.salesforce.store import VERSION, Org, url

PAGE = 2_000


def run(org: Org, text: str, *, deleted: bool, page_size: int) -> dict[str, Any]:
    """The first page of the answer. Raises Refused."""
    query = soql.parse(text)
    if query.sobject not in org.fields:
        raise Refused(400, "INVALID_TYPE", f"sObject type '{query.sobject}' is not supported.")
    for path in sorted(query.asked):
        _check_path(org, query.sobject, path)
    found = [
        record
        for record in org.records[query.sobject].values()
        if (deleted or not record["IsDeleted"])
        and query.condition(lambda path, record=record: _read(org, record, path))  # type: ignore[misc]
    ]
    for path, down in reversed(query.order):
        found.sort(key=lambda record: soql.sort_key(_read(org, record, path)), reverse=down)
    found = found[query.offset :][: query.limit]
    if not query.paths:
        return {"totalSize": len(found), "done": True, "records": []}
    cursor = uuid.uuid4().hex[:15]
    org.cursors[cursor] = [_shown(org, query.sobject, record, query.paths) for record in found]
    return page(org, f"{cursor}-0", page_size)


def page(org: Org, locator: str, page_size: int) -> dict[str, Any]:
    """The page that starts at `locator`. Raises Refused."""
    cursor, _, start = locator.partition("-")
    if cursor not in org.cursors:
        raise Refused(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
    rows, at = org.cursors[cursor], int(start)
    answer = {"totalSize": len(rows), "done": at + page_size >= len(rows), "records": rows[at : at + page_size]}
    if not answer["done"]:
        answer["nextRecordsUrl"] = f"/services/data/{VERSION}/query/{cursor}-{at + page_size}"
    return answer


def _check_path(org: Org, sobject: str, path: str) -> None:
    """Raises Refused for a field or relationship the object does not have."""
    head, _, rest = path.partition(".")
    if rest:
        fields = [each for each in org.fields[sobject].values() if each.relationship == head]
        if fields and all(rest.split(".")[0] in org.fields[target] for target in fields[0].refers_to):
            return
    elif head in org.fields[sobject]:
        return
    hint = "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name."
    raise Refused(400, "INVALID_FIELD", f"\nNo such column '{path}' on entity '{sobject}'. {hint}")


def _read(org: Org, record: Record | None, path: str) -> Any:
    head, _, rest = path.partition(".")
    if record is None or not rest:
        return record.get(head) if record else None
    return _read(org, _related(org, record, head), rest)


def _related(org: Org, record: Record, relationship: str) -> Record | None:
    target = record.get(f"{relationship}Id") or ""
    return org.records.get(OBJECT_OF.get(target[:3], ""), {}).get(target)


def _shown(org: Org, sobject: str, record: Record, paths: tuple[str, ...]) -> dict[str, Any]:
    row: dict[str, Any] = {"attributes": {"type": sobject, "url": url(sobject, record["Id"])}}
    for path in paths:
        head, _, rest = path.partition(".")
        if not rest:
            row[head] = record.get(head)
            continue
        target = _related(org, record, head)
        row.setdefault(head, None if target is None else {"attributes": {"type": OBJECT_OF[target["Id"][:3]]}})
        if target is not None:
            row[head][rest] = _read(org, target, rest)
    return row
