"""Converting a lead into a contact, an account and, when asked, a deal."""

from typing import Any

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.zoho.errors import RowRefused
from local.vendors.zoho.fields import Record
from local.vendors.zoho.records import ROOT
from local.vendors.zoho.store import Organisation, stamp

MOVED = ("First_Name", "Last_Name", "Email", "Phone", "Mobile", "Lead_Source", "Description")


def add(app: Flask, organisation: Organisation) -> None:
    """Adds the route."""

    @app.post(f"{ROOT}/Leads/<int:lead_id>/actions/convert")
    def convert_lead(lead_id: int) -> Response:
        given = request.get_json()["data"][0]
        made = convert(organisation, organisation.get("Leads", str(lead_id)), given)
        message = "The record has been converted successfully"
        return jsonify(data=[{"code": "SUCCESS", "details": made, "message": message, "status": "success"}])


def convert(organisation: Organisation, lead: Record, given: Record) -> dict[str, Any]:
    """Converts `lead` into the ``Accounts`` and ``Contacts`` given by id or new ones, and makes the ``Deals`` given.

    Its notes, tasks, events and attachments move to the contact. Raises RowRefused.
    """
    if lead["$converted"]:
        raise RowRefused("ID_ALREADY_CONVERTED", resource_path_index=1)
    account = _existing_or(organisation, "Accounts", given, {"Account_Name": lead["Company"]})
    person = {name: lead[name] for name in MOVED if lead.get(name)}
    contact = _existing_or(organisation, "Contacts", given, {**person, "Account_Name": {"id": account["id"]}})
    ends = {"Account_Name": {"id": account["id"]}, "Contact_Name": {"id": contact["id"]}}
    deal = organisation.create("Deals", {**given["Deals"], **ends}) if given.get("Deals") else None
    organisation.move(lead["id"], "Contacts", contact["id"])
    detail = {"account": account["id"], "contact": contact["id"], "deal": deal["id"] if deal else None}
    lead |= {
        "Converted__s": True,
        "$converted": True,
        "$converted_detail": {**detail, "convert_date": stamp(organisation.clock.now())},
    }
    return {
        "Accounts": {"name": account["Account_Name"], "id": account["id"]},
        "Contacts": {"name": contact["Full_Name"], "id": contact["id"]},
        "Deals": {"name": deal["Deal_Name"], "id": deal["id"]} if deal else None,
    }


def _existing_or(organisation: Organisation, module: str, given: Record, values: Record) -> Record:
    if given.get(module):
        return organisation.get(module, given[module]["id"])
    return organisation.create(module, values)
