"""Duplicate rules: separate from upsert, they look for people with the same e-mail when one is created."""

from typing import TYPE_CHECKING, Any

from local.vendors.salesforce.errors import Refused

if TYPE_CHECKING:
    from local.vendors.salesforce.store import Org

ALERT, BLOCK, OFF = "alert", "block", "off"
"""What a rule does: warn (``Sforce-Duplicate-Rule-Header: allowSave=true`` passes it), refuse always, nothing."""


def check(org: "Org", sobject: str, values: dict[str, Any]) -> None:
    """Raises Refused (DUPLICATES_DETECTED, with the records found) when the object's rule finds any."""
    mode = org.duplicate_rules.get(sobject, OFF)
    address = str(values.get("Email") or "").lower()
    if mode == OFF or not address:
        return
    found = [
        (kind, record)
        for kind in ("Lead", "Contact")
        for record in org.live(kind)
        if str(record["Email"] or "").lower() == address and not record.get("IsConverted")
    ]
    if found:
        message = "Use one of these records?" if mode == ALERT else "You can't save this record: it is a duplicate."
        result = _result(sobject, found, message, allow_save=mode == ALERT)
        raise Refused(400, "DUPLICATES_DETECTED", message, duplicateResult=result)


def _result(sobject: str, found: list[tuple[str, dict[str, Any]]], message: str, *, allow_save: bool) -> dict[str, Any]:
    by_kind = {kind: [record for each, record in found if each == kind] for kind, _ in found}
    return {
        "allowSave": allow_save,
        "duplicateRule": f"Standard_{sobject}_Duplicate_Rule",
        "duplicateRuleEntityType": sobject,
        "errorMessage": message,
        "matchResults": [
            {
                "entityType": kind,
                "errors": [],
                "matchEngine": "ExactMatchEngine",
                "matchRecords": [
                    {
                        "additionalInformation": [],
                        "fieldDiffs": [],
                        "matchConfidence": 100.0,
                        "record": {"attributes": {"type": kind}, "Id": record["Id"]},
                    }
                    for record in records
                ],
                "rule": f"Standard_{kind}_Match_Rule_v1_0",
                "size": len(records),
                "success": True,
            }
            for kind, records in by_kind.items()
        ],
    }
