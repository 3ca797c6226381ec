"""Vendors' own documents beside the repository: found, applied, and overruled where the vendor does otherwise."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask, jsonify

from local.vendors import specs
from local.vendors.kit import Contract, ContractViolation, StandIn, serve

ERROR = {"type": "object", "properties": {"help": {"type": "string"}}}
NUMBER = {"type": "object", "properties": {"n": {"type": "integer"}, "errors": {"type": "array", "items": ERROR}}}
REPLY = {"200": {"description": "ok", "content": {"application/json": {"schema": NUMBER}}}}
DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "x", "version": "1"},
    "servers": [{"url": "https://api.example.com/v1"}],
    "paths": {"/things": {"get": {"responses": REPLY}}, "/things/messages.mime": {"get": {"responses": REPLY}}},
}


class Empty:
    def reset(self) -> None:
        return

    def state(self) -> dict[str, Any]:
        return {}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VENDOR_SPECS", str(tmp_path))
    return tmp_path


def judged(folder: Path, name: str, reply: dict[str, Any], path: str = "/v1/things") -> StandIn:
    (folder / f"{name}.openapi.json").write_text(json.dumps(DOCUMENT))
    app = Flask(name)
    app.add_url_rule(path, view_func=lambda: jsonify(reply))
    stand_in = StandIn(name, app, Empty(), contracts=specs.contracts(name))
    server = serve(stand_in)
    requests.get(f"{server.url}{path}", timeout=5)
    server.stop()
    return stand_in


def test_without_the_folder_there_is_nothing_to_hold_a_stand_in_to(folder: Path) -> None:
    assert specs.contracts("calendly", "token-google") == []


def test_a_document_below_a_base_path_judges_its_own_calls_only(folder: Path) -> None:
    with pytest.raises(ContractViolation, match="n: 'x' is not of type"):
        judged(folder, "some", {"n": "x"}).verify()
    judged(folder, "some", {"n": "x"}, "/v1/other").verify()


def test_what_a_vendor_does_beyond_its_document_is_let_pass(folder: Path) -> None:
    judged(folder, "sendgrid-mail", {"errors": [{"help": None}]}).verify()
    with pytest.raises(ContractViolation, match="errors/0/help"):
        judged(folder, "some", {"errors": [{"help": None}]}).verify()
    with pytest.raises(ContractViolation, match="n: 'x' is not of type"):
        judged(folder, "sendgrid-mail", {"errors": [{"help": None}], "n": "x"}).verify()


def test_a_call_that_cannot_be_read_is_not_judged(folder: Path) -> None:
    judged(folder, "mailgun", {"n": "x"}, "/v1/things/messages.mime").verify()


@pytest.mark.skipif(not specs.folder().is_dir(), reason="the vendors' documents are not beside this repository")
@pytest.mark.parametrize("name", sorted(specs.BEYOND))
def test_the_documents_beside_the_repository_are_read(name: str) -> None:
    [document] = specs.contracts(name)
    assert isinstance(document, Contract)
