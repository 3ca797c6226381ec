"""The script and the account's keys, at ``/_control/``."""

from flask import Blueprint, Flask, request
from werkzeug import Response

from local.vendors.openai.script import ASSISTANT, Rule
from local.vendors.openai.store import Account


def add(app: Flask, account: Account) -> None:
    """Adds the routes."""
    people = Blueprint("people", __name__, url_prefix="/_control")

    @people.post("/script")
    def script() -> Response:
        """``{"mode": "assistant" | "adversary", "rules": [Rule, …]}``; replaces the script before."""
        given = request.get_json()
        try:
            account.script.replace(given.get("mode", ASSISTANT), [Rule(**rule) for rule in given.get("rules", [])])
        except (TypeError, ValueError) as error:
            return Response(str(error), 400)
        return Response(status=204)

    @people.post("/revoke")
    def revoke() -> Response:
        """The account's owner deletes a key: ``{"key"}``."""
        account.revoked.add(request.get_json()["key"])
        return Response(status=204)

    app.register_blueprint(people)
