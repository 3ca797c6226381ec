"""What people do in Salesforce's own screens, at ``/_control/``."""

import base64
import mimetypes
from typing import Any

from flask import Blueprint, jsonify, request
from werkzeug import Response

from local.vendors.salesforce.errors import Refused
from local.vendors.salesforce.fields import Field, Record
from local.vendors.salesforce.objects import STAGES
from local.vendors.salesforce.store import REFRESH_TOKEN, USERNAME, Org, Rule

MOVED_WITH_A_LEAD = ("FirstName", "LastName", "Title", "Email", "Phone", "MobilePhone", "LeadSource", "Description")


def people_routes(org: Org) -> Blueprint:
    """The routes; `sobject` is an API name, values are ``{"Field": value}``."""
    routes = Blueprint("people", __name__, url_prefix="/_control")
    _add_records(routes, org)
    _add_files(routes, org)
    _add_administration(routes, org)
    return routes


def convert(org: Org, lead: Record, *, account_id: str = "", contact_id: str = "", opportunity: str = "") -> Record:
    """A salesperson converts `lead`, into an account and contact that are there or into new ones.

    `opportunity` names the one to make, if any. The lead's activities and files move to the contact. Raises Refused.
    """
    if lead["IsConverted"]:
        raise Refused(400, "CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")
    account_id = account_id or org.save("Account", {"Name": lead["Company"], "Website": lead["Website"]})["Id"]
    if not contact_id:
        person = {name: lead[name] for name in MOVED_WITH_A_LEAD}
        contact_id = org.save("Contact", {**person, "AccountId": account_id})["Id"]
    made = {"ConvertedAccountId": account_id, "ConvertedContactId": contact_id, "ConvertedOpportunityId": None}
    if opportunity:
        closing = {"StageName": STAGES[0][0], "CloseDate": org.clock.now().date().isoformat()}
        made["ConvertedOpportunityId"] = org.save(
            "Opportunity", {"Name": opportunity, "AccountId": account_id, **closing}
        )["Id"]
    org.move(lead["Id"], contact_id)
    today = org.clock.now().date().isoformat()
    lead |= {"IsConverted": True, "Status": "Closed - Converted", "ConvertedDate": today, **made}
    return lead


def _add_records(routes: Blueprint, org: Org) -> None:
    @routes.post("/records/<sobject>")
    def create(sobject: str) -> tuple[Response, int]:
        return jsonify(org.create(sobject, request.get_json(), allow_duplicates=True)), 201

    @routes.patch("/records/<sobject>/<record_id>")
    def edit(sobject: str, record_id: str) -> Response:
        return jsonify(org.update(sobject, org.get(sobject, record_id), request.get_json()))

    @routes.delete("/records/<sobject>/<record_id>")
    def delete(sobject: str, record_id: str) -> Response:
        org.delete(org.get(sobject, record_id))
        return Response(status=204)

    @routes.post("/records/<sobject>/<record_id>/merge/<other_id>")
    def merge(sobject: str, record_id: str, other_id: str) -> Response:
        """`record_id` survives with what hangs on both; the other is deleted and names it as its master."""
        master, other = org.get(sobject, record_id), org.get(sobject, other_id)
        org.move(other["Id"], master["Id"])
        org.delete(other, master["Id"])
        return jsonify(master)

    @routes.post("/records/Lead/<record_id>/convert")
    def convert_lead(record_id: str) -> Response:
        """``{"account_id", "contact_id", "opportunity"}``, each optional."""
        given: dict[str, Any] = request.get_json()
        return jsonify(convert(org, org.get("Lead", record_id), **given))


def _add_files(routes: Blueprint, org: Org) -> None:
    @routes.get("/files/<record_id>")
    def download(record_id: str) -> Response:
        """A file's content, by the id of its version or its document."""
        for version in org.live("ContentVersion"):
            if record_id in (version["Id"], version["ContentDocumentId"]):
                kind = mimetypes.guess_type(version["PathOnClient"])[0]
                return Response(base64.b64decode(version["VersionData"] or ""), mimetype=kind)
        return Response("no such file", 404)


def _add_administration(routes: Blueprint, org: Org) -> None:
    @routes.post("/fields/<sobject>")
    def add_field(sobject: str) -> Response:
        """A new field: see Field."""
        field = Field(**request.get_json())
        org.fields[sobject][field.name] = field
        org.metadata_changed = org.clock.now()
        return Response(status=204)

    @routes.delete("/fields/<sobject>/<name>")
    def remove_field(sobject: str, name: str) -> Response:
        del org.fields[sobject][name]
        org.metadata_changed = org.clock.now()
        return Response(status=204)

    @routes.post("/rules")
    def require() -> Response:
        """A validation rule: see Rule."""
        org.rules.append(Rule(**request.get_json()))
        return Response(status=204)

    @routes.put("/duplicate-rules/<sobject>")
    def set_duplicate_rule(sobject: str) -> Response:
        """Sets what the object's rule does: ``{"mode": "alert" | "block" | "off"}``."""
        org.duplicate_rules[sobject] = request.get_json()["mode"]
        return Response(status=204)

    @routes.post("/disconnect")
    def disconnect() -> Response:
        """The administrator revokes the app: sessions and refresh token die."""
        org.grants.disconnect(USERNAME)
        return Response(status=204)

    @routes.post("/connect")
    def connect() -> Response:
        org.grants.connect(USERNAME, REFRESH_TOKEN)
        return Response(status=204)
