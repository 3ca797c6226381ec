"""HubSpot's two spellings of a path: ``/crm/objects/2026-09/notes`` and, until 2027, ``/crm/v3/objects/notes``."""

import itertools
from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from local.vendors.hubspot.schema import ALIASES, OBJECT_TYPES

DATED = '<any("2026-09","2026-03"):_version>'
View = Callable[..., Any]


class KindConverter(BaseConverter):
    """An object type by name, singular name or type id (``contacts``, ``contact``, ``0-1``)."""

    def to_python(self, value: str) -> str:
        """The plural name; another word makes the path unknown."""
        if value in OBJECT_TYPES or value in ALIASES:
            return ALIASES.get(value, value)
        raise ValidationError


class Router:
    """Registers one view under every spelling of its path."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._names = itertools.count()
        app.url_map.converters["kind"] = KindConverter
        app.url_map.strict_slashes = False
        app.url_value_preprocessor(lambda _endpoint, values: values and values.pop("_version", None))

    def objects(self, rule: str, method: str) -> Callable[[View], View]:
        """Below ``/crm/objects``."""
        return self._under(rule, method, f"/crm/objects/{DATED}", "/crm/v3/objects", "/crm/v4/objects")

    def associations(self, rule: str, method: str) -> Callable[[View], View]:
        """Below ``/crm/associations``."""
        return self._under(rule, method, f"/crm/associations/{DATED}", "/crm/v4/associations")

    def settings(self, area: str, rule: str, method: str) -> Callable[[View], View]:
        """Below ``/crm/properties``, ``/crm/pipelines`` or ``/crm/owners``."""
        return self._under(rule, method, f"/crm/{area}/{DATED}", f"/crm/v3/{area}")

    def account(self, rule: str, method: str) -> Callable[[View], View]:
        """Below ``/account-info``."""
        return self._under(rule, method, f"/account-info/{DATED}", "/account-info/v3")

    def _under(self, rule: str, method: str, *roots: str) -> Callable[[View], View]:
        def register(view: View) -> View:
            for root in roots:
                name = f"{view.__name__}-{next(self._names)}"
                self._app.add_url_rule(root + rule, endpoint=name, view_func=view, methods=[method])
            return view

        return register
