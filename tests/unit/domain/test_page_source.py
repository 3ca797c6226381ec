"""Every conversation knows the page it came from."""

from sales_agent.domain.config import PageTracking
from sales_agent.domain.page_source import page_source

PRICING = "https://acme.example/pricing?utm_source=news&utm_medium=mail&x=1"


def test_the_whole_origin_is_read() -> None:
    source = page_source(
        PRICING,
        PageTracking(),
        title="Pricing",
        landing_page="https://acme.example/",
        referrer="https://www.search.example/?q=box",
        params={"plan": "pro"},
    )
    assert source.referrer_page == PRICING
    assert source.landing_page == "https://acme.example/"
    assert source.referrer_domain == "search.example"
    assert source.utm == {"utm_source": "news", "utm_medium": "mail"}
    assert source.page_params == {"plan": "pro"}


def test_the_campaign_of_the_landing_page_counts_when_the_visitor_has_moved_on() -> None:
    source = page_source("https://acme.example/faq", PageTracking(), landing_page=PRICING)
    assert source.utm["utm_source"] == "news"


def test_the_page_itself_is_kept_even_when_tracking_is_off() -> None:
    source = page_source(PRICING, PageTracking(enabled=False), referrer="https://a.example", params={"a": "b"})
    assert source.referrer_page == PRICING
    assert (source.utm, source.document_referrer, source.referrer_domain, source.page_params) == ({}, "", "", {})


def test_parts_can_be_switched_off() -> None:
    tracking = PageTracking(track_utm_parameters=False, track_referrer_domain=False)
    source = page_source(PRICING, tracking, referrer="https://a.example/x")
    assert (source.utm, source.referrer_domain, source.document_referrer) == ({}, "", "https://a.example/x")
