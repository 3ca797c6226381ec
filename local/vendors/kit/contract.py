"""Checks requests and replies against OpenAPI documents."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from openapi_core.exceptions import OpenAPIError
from openapi_core.templating.paths.datatypes import PathOperationServer
from openapi_core.templating.paths.exceptions import OperationNotFound, PathNotFound, PathsNotFound
from openapi_core.templating.paths.finders import APICallPathFinder
from openapi_core.templating.responses.exceptions import ResponseFinderError
from werkzeug import Request, Response

UNKNOWN_CALL = (PathNotFound, PathsNotFound, OperationNotFound)


class _Call(WerkzeugOpenAPIRequest):
    """The request as the vendor's host would see it, its path still percent-encoded."""

    def __init__(self, request: Request, host: str) -> None:
        super().__init__(request)
        self._host = host

    @property
    def host_url(self) -> str:
        return self._host

    @property
    def path(self) -> str:
        return urlsplit(self.request.environ.get("RAW_URI") or self.request.path).path


class Contract:
    """One OpenAPI document; it judges the calls it lists. A `partial` one leaves others be, any other refuses them."""

    def __init__(self, document: Path, *, partial: bool = False) -> None:
        self.name, self.partial = document.name, partial
        self._api = _load(document)
        servers = self._api.spec.read_value().get("servers") or [{"url": "http://localhost"}]
        self._host = urlsplit(servers[0]["url"])._replace(path="").geturl()

    def lists(self, request: Request) -> bool:
        """Whether the document knows this path and method."""
        return self.template(request) is not None

    def template(self, request: Request) -> str | None:
        """The path template the document lists this call under, its parameters nameless; None when it does not."""
        try:
            found = self._operation(_Call(request, self._host))
        except UNKNOWN_CALL:
            return None
        return re.sub(r"\{[^}]*\}", "{}", found.path_result.pattern)

    def request_violation(self, request: Request) -> str | None:
        """What the (listed) request breaks, or None."""
        call = _Call(request, self._host)
        try:
            self._api.validate_request(call)
        except OpenAPIError as error:
            return _why(error)
        return self._unknown_query(call)

    def reply_violation(self, request: Request, response: Response) -> str | None:
        """What the reply breaks, or None; a status the document leaves out breaks nothing."""
        try:
            self._api.validate_response(_Call(request, self._host), WerkzeugOpenAPIResponse(response))
        except ResponseFinderError:
            return None
        except OpenAPIError as error:
            return _why(error)
        return None

    def _unknown_query(self, call: _Call) -> str | None:
        found = self._operation(call)
        holders = [holder / "parameters" for holder in (found.operation, found.path) if "parameters" in holder]
        parameters = [parameter.read_value() for holder in holders for parameter in holder]
        known = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
        unknown = sorted(set(call.request.args) - known)
        return f"unknown query parameter(s) {', '.join(unknown)}" if unknown else None

    def _operation(self, call: _Call) -> PathOperationServer:
        return APICallPathFinder(self._api.spec).find(call.method, self._host + call.path)


@cache
def _load(document: Path) -> OpenAPI:
    # The documents are checked by their own test; checking one again at every start costs half a second.
    config = Config(spec_validator_cls=None)  # type: ignore[arg-type] # None is asked for, its annotation forgets it
    return OpenAPI.from_dict(json.loads(document.read_text("utf-8")), config=config)


def _why(error: OpenAPIError) -> str:
    cause: Any = error.__cause__ or error
    details = [
        f"{'/'.join(map(str, e.absolute_path)) or 'body'}: {e.message[:200]}"
        for e in getattr(cause, "schema_errors", [])
    ]
    return "; ".join(details) or str(cause)[:300] or type(error).__name__
