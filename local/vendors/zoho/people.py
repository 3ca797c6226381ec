"""What people do in Zoho's own screens, at ``/_control/``."""

import mimetypes

from flask import Blueprint, jsonify, request
from werkzeug import Response

from local.vendors.zoho.conversion import convert
from local.vendors.zoho.fields import Field
from local.vendors.zoho.store import ORGANISATION, REFRESH_TOKEN, Organisation


def people_routes(organisation: Organisation) -> Blueprint:
    """The routes; `module` is an api name, values are ``{"Field": value}``."""
    routes = Blueprint("people", __name__, url_prefix="/_control")
    _add_records(routes, organisation)
    _add_files(routes, organisation)
    _add_administration(routes, organisation)
    return routes


def _add_records(routes: Blueprint, organisation: Organisation) -> None:
    @routes.post("/records/<module>")
    def create(module: str) -> tuple[Response, int]:
        return jsonify(organisation.create(module, request.get_json())), 201

    @routes.patch("/records/<module>/<record_id>")
    def edit(module: str, record_id: str) -> Response:
        record = organisation.get(module, record_id)
        return jsonify(organisation.update(module, record, request.get_json()))

    @routes.delete("/records/<module>/<record_id>")
    def delete(module: str, record_id: str) -> Response:
        organisation.delete(module, record_id)
        return Response(status=204)

    @routes.post("/records/<module>/<record_id>/merge/<other_id>")
    def merge(module: str, record_id: str, other_id: str) -> Response:
        """`record_id` survives with what hangs on both; the other goes to the recycle bin."""
        master = organisation.get(module, record_id)
        organisation.move(other_id, module, master["id"])
        organisation.delete(module, other_id, into=master["id"])
        return jsonify(master)

    @routes.post("/records/Leads/<record_id>/convert")
    def convert_lead(record_id: str) -> Response:
        """Body as the API's: ``{"Accounts", "Contacts", "Deals"}``, each optional."""
        return jsonify(convert(organisation, organisation.get("Leads", record_id), request.get_json()))


def _add_files(routes: Blueprint, organisation: Organisation) -> None:
    @routes.get("/files/<attachment_id>")
    def download(attachment_id: str) -> Response:
        """An attachment's content."""
        for each in organisation.attachments:
            if each["id"] == attachment_id:
                return Response(each["content"], mimetype=mimetypes.guess_type(each["File_Name"])[0])
        return Response("no such file", 404)


def _add_administration(routes: Blueprint, organisation: Organisation) -> None:
    @routes.post("/fields/<module>")
    def add_field(module: str) -> Response:
        """A new field: see Field."""
        field = Field(**request.get_json())
        organisation.fields[module][field.api_name] = field
        return Response(status=204)

    @routes.delete("/fields/<module>/<name>")
    def remove_field(module: str, name: str) -> Response:
        del organisation.fields[module][name]
        return Response(status=204)

    @routes.post("/disconnect")
    def disconnect() -> Response:
        """The person revokes the app in Zoho Accounts."""
        organisation.grants.disconnect(ORGANISATION)
        return Response(status=204)

    @routes.post("/connect")
    def connect() -> Response:
        organisation.grants.connect(ORGANISATION, REFRESH_TOKEN)
        return Response(status=204)
