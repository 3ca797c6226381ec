"""Which page brought a conversation, and what brought the visitor to that page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field

from sales_agent.domain.record import Record

if TYPE_CHECKING:
    from sales_agent.domain.config import PageTracking

UTM_NAMES = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id")


class PageSource(Record):
    """The origin of a conversation; `referrer_page` is the page of the site it started on."""

    referrer_page: str
    page_title: str = ""
    landing_page: str = ""
    document_referrer: str = ""
    referrer_domain: str = ""
    utm: dict[str, str] = Field(default_factory=dict)
    page_params: dict[str, str] = Field(default_factory=dict)


def page_source(
    url: str,
    tracking: "PageTracking",
    *,
    title: str = "",
    landing_page: str = "",
    referrer: str = "",
    params: Mapping[str, str] | None = None,
) -> PageSource:
    """Reads the source of a conversation from what the widget saw, as far as the site's tracking settings allow."""
    landing = landing_page or url
    return PageSource(
        referrer_page=url,
        page_title=title,
        landing_page=landing,
        document_referrer=referrer if tracking.enabled else "",
        referrer_domain=_domain(referrer) if tracking.enabled and tracking.track_referrer_domain else "",
        utm=_utm(url) or _utm(landing) if tracking.enabled and tracking.track_utm_parameters else {},
        page_params=dict(params or {}) if tracking.enabled else {},
    )


def _domain(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _utm(url: str) -> dict[str, str]:
    query = dict(parse_qsl(urlsplit(url).query))
    return {name: query[name][:200] for name in UTM_NAMES if query.get(name)}
