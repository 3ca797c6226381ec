"""What Salesforce works out by itself: compound names, stage flags, files, and which records may refer to which."""

import base64
from typing import TYPE_CHECKING

from local.vendors.salesforce.errors import Refused
from local.vendors.salesforce.fields import Record
from local.vendors.salesforce.ids import with_suffix
from local.vendors.salesforce.objects import PREFIXES, STAGES

if TYPE_CHECKING:
    from local.vendors.salesforce.store import Org

OBJECT_OF = {prefix: name for name, prefix in PREFIXES.items()}


def values(sobject: str, record: Record) -> Record:
    """The fields that follow from the others."""
    if sobject in ("Lead", "Contact"):
        return {"Name": " ".join(filter(None, (record["FirstName"], record["LastName"])))}
    if sobject == "Opportunity":
        stage = next(each for each in STAGES if each[0] == record["StageName"])
        return {"Probability": stage[1], "IsClosed": stage[2], "IsWon": stage[3]}
    if sobject == "Task":
        return {"IsClosed": record["Status"] == "Completed"}
    if sobject == "ContentVersion":
        return {"IsLatest": True, "ContentSize": len(base64.b64decode(record["VersionData"] or ""))}
    return {}


def account_of(org: "Org", record: Record) -> str | None:
    """The account that an activity counts for: its own, else that of its opportunity, else that of its contact."""
    for ends in ("WhatId", "WhoId"):
        target = str(record.get(ends) or "")
        if target.startswith(PREFIXES["Account"]):
            return target
        account = org.records.get(OBJECT_OF.get(target[:3], ""), {}).get(target, {}).get("AccountId")
        if account:
            return str(account)
    return None


def after_insert(org: "Org", sobject: str, record: Record) -> None:
    """An opportunity's contact becomes its contact role; a file's first version brings its document and its link."""
    if sobject == "Opportunity" and record["ContactId"]:
        ends = {"OpportunityId": record["Id"], "ContactId": record["ContactId"]}
        org.save("OpportunityContactRole", {**ends, "IsPrimary": True})
    if sobject != "ContentVersion":
        return
    if record["ContentDocumentId"] is None:
        document = org.save("ContentDocument", {"Title": record["Title"], "LatestPublishedVersionId": record["Id"]})
        record["ContentDocumentId"] = document["Id"]
    if record["FirstPublishLocationId"]:
        ends = {"ContentDocumentId": record["ContentDocumentId"], "LinkedEntityId": record["FirstPublishLocationId"]}
        org.save("ContentDocumentLink", ends)


def check_references(org: "Org", sobject: str, record: Record) -> None:
    """Raises Refused for a reference to a record that is gone, of the wrong object, or a converted lead."""
    for name, field in org.fields[sobject].items():
        if field.refers_to and record.get(name):
            _check_reference(org, name, field.label, field.refers_to, with_suffix(record[name]))
    if record.get("WhatId") and str(record.get("WhoId") or "").startswith(PREFIXES["Lead"]):
        message = "You can't relate a task or an event to a lead and to another record at once"
        raise Refused(400, "FIELD_INTEGRITY_EXCEPTION", message, ("WhatId",))


def _check_reference(org: "Org", name: str, label: str, objects: tuple[str, ...], given_id: str) -> None:
    sobject = OBJECT_OF.get(given_id[:3])
    if sobject not in objects:
        raise Refused(400, "FIELD_INTEGRITY_EXCEPTION", f"{label}: id value of incorrect type: {given_id}", (name,))
    target = org.records[sobject].get(given_id)
    if target is None or target["IsDeleted"]:
        raise Refused(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", (name,))
    if target.get("IsConverted"):
        raise Refused(400, "CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead", (name,))
