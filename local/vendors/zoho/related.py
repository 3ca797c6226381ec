"""What hangs on a record: its notes and attachments."""

from collections.abc import Iterable

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.zoho.errors import Refused
from local.vendors.zoho.fields import Record
from local.vendors.zoho.records import RECORD, page_of
from local.vendors.zoho.rows import each_row, success
from local.vendors.zoho.store import Organisation


def add(app: Flask, organisation: Organisation) -> None:
    """Adds the routes."""

    @app.post(f"{RECORD}/Notes")
    def add_notes(module: str, number: int) -> tuple[Response, int]:
        about = {"Parent_Id": {"id": str(number)}, "$se_module": module}
        return each_row(
            lambda row, at: success(organisation.create("Notes", {**row, **about}, at), "record added"), 201
        )

    @app.get(f"{RECORD}/Notes")
    def notes(module: str, number: int) -> Response:
        return page_of(_below(organisation.records["Notes"].values(), module, number))

    @app.post(f"{RECORD}/Attachments")
    def attach(module: str, number: int) -> Response:
        organisation.get(module, str(number))
        file = request.files.get("file")
        if file is None:
            raise Refused(400, "MANDATORY_NOT_FOUND", api_name="file")
        made = organisation.attach(module, str(number), file.filename or "", file.read())
        return jsonify(data=[success(made, "attachment uploaded successfully")])

    @app.get(f"{RECORD}/Attachments")
    def attachments(module: str, number: int) -> Response:
        found = _below(organisation.attachments, module, number)
        return page_of([{**each, "content": None, "Size": len(each["content"])} for each in found])


def _below(things: Iterable[Record], module: str, number: int) -> list[Record]:
    return [each for each in things if (each["$se_module"], each["Parent_Id"]["id"]) == (module, str(number))]
