"""Calendly's collection envelope."""

from typing import Any
from urllib.parse import urlencode

from flask import request

from local.vendors.calendly.errors import Refused

MOST = 100


def page(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The page of `items` that the request's ``count`` and ``page_token`` ask for."""
    count, token = request.args.get("count", "20"), request.args.get("page_token", "0")
    if not count.isdigit() or not 1 <= int(count) <= MOST:
        raise Refused(400, f"must be between 1 and {MOST}", "count")
    if not token.isdigit():
        raise Refused(400, "is invalid", "page_token")
    first, following = int(token), int(token) + int(count)
    later = str(following) if following < len(items) else None
    earlier = str(max(first - int(count), 0)) if first else None
    shown = items[first:following]
    return {
        "collection": shown,
        "pagination": {
            "count": len(shown),
            "next_page": _url(later),
            "next_page_token": later,
            "previous_page": _url(earlier),
            "previous_page_token": earlier,
        },
    }


def _url(token: str | None) -> str | None:
    query = {**request.args.to_dict(), "page_token": token}
    return f"{request.base_url}?{urlencode(query)}" if token is not None else None
