"""Which items of a WordPress export are pages, where they are, and what damage costs."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sales_agent.adapters.site_readers import open_site
from sales_agent.adapters.site_readers.wordpress import items as splitter
from sales_agent.domain.knowledge import BrokenPage, Page, SkippedPage
from sales_agent.ports.errors import Refused, Skippable
from sales_agent.ports.site_readers import PageOutcome
from tests.unit.adapters.exports import HEAD, broken, export, item, pages, read, skipped


def test_a_published_page_goes_in_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    (page,) = read(tmp_path, export(item(7, post_modified_gmt="2026-03-01 10:00:00")))
    assert page == Page(
        url="https://acme.example/page-7/",
        title="Page 7",
        text="Some text.",
        language="en-GB",
        updated_at=datetime(2026, 3, 1, 10, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        *(({"status": status}, f"status {status}") for status in ("draft", "private", "pending", "future", "trash")),
        ({"post_password": "enter"}, "password-protected"),
        *(
            ({"post_type": name}, f"type {name}")
            for name in (
                *("attachment", "nav_menu_item", "revision", "wp_block", "wp_template", "custom_css", "shop_order"),
                *("shop_coupon", "flamingo_inbound", "feedback", "elementor_library", "wpforms", "product_variation"),
                *("acf-field-group", "oembed_cache", "sfwd-lessons", "reply", "wp_global_styles"),
            )
        ),
    ],
)
def test_what_no_visitor_sees_stays_out_and_says_why(tmp_path: Path, fields: dict[str, str], reason: str) -> None:
    assert skipped(read(tmp_path, export(item(1, "Text.", None, **fields)))) == {"https://acme.example/page-1/": reason}


def test_members_only_pages_stay_out(tmp_path: Path) -> None:
    assert set(skipped(read(tmp_path, export(item(1, meta={"_members_access_role": "gold"})))).values()) == {
        "members only"
    }


@pytest.mark.parametrize(
    ("post_type", "kind"),
    [("post", "post"), ("ufaq", "faq"), ("docs", "doc"), ("team-member", "page"), ("portfolio", "page")],
)
def test_public_types_of_plugins_go_in(tmp_path: Path, post_type: str, kind: str) -> None:
    assert [page.kind for page in pages(read(tmp_path, export(item(1, post_type=post_type))))] == [kind]


def test_pages_without_a_link_get_the_address_wordpress_answers(tmp_path: Path) -> None:
    found = read(tmp_path, export(item(4, link=""), item(5, link="", post_type="post"), item(6, link="javascript:x")))
    assert [page.url for page in pages(found)] == [
        "https://acme.example/?page_id=4",
        "https://acme.example/?p=5",
        "https://acme.example/?page_id=6",
    ]


def test_the_base_url_replaces_the_exports_own_site_only(tmp_path: Path) -> None:
    text = export(
        item(1, link="http://acme.example/a/?x=1"), item(2, link="https://acme.example.org/b"), item(3, link="")
    )
    assert [page.url for page in pages(read(tmp_path, text, "https://www.acme.com/"))] == [
        "https://www.acme.com/a/?x=1",
        "https://acme.example.org/b",
        "https://www.acme.com/?page_id=3",
    ]


def test_addresses_may_be_of_any_script(tmp_path: Path) -> None:
    link = "https://🚀-science.example/日本語/?a=1&amp;b=2"
    assert pages(read(tmp_path, export(item(1, link=link))))[0].url == "https://🚀-science.example/日本語/?a=1&b=2"


def test_two_pages_that_claim_one_address_are_both_found(tmp_path: Path) -> None:
    same = "https://acme.example/same/"
    found = pages(read(tmp_path, export(item(1, link=same), item(2, link=same))))
    assert [page.url for page in found] == [same, "https://acme.example/?page_id=2"]


def test_a_page_without_text_still_has_its_title(tmp_path: Path) -> None:
    found = read(tmp_path, export(item(1, "[contact-form-7 id=1]"), item(2, "", title="", post_name="")))
    assert [(page.title, page.text) for page in pages(found)] == [("Page 1", "")]
    assert skipped(found) == {"https://acme.example/page-2/": "neither text nor title"}


def test_titles_are_plain_text(tmp_path: Path) -> None:
    title = "<![CDATA[Fish &amp; <em>Chips</em> \u202ereversed\u202c]]>"
    assert pages(read(tmp_path, export(item(1, title=title))))[0].title == "Fish & Chips reversed"


@pytest.mark.parametrize(
    "damage",
    [
        "<title>Tom & Jerry &nbsp; Co</title>",
        "<title>a</titel>",
        "<title>&#xD83D; &#0; & caf&#233;</title>",
        "<title>x & y</title><!-- </item > -->",
        "<title>\x01control\x0b</title>",
        "<unknown:prefix>x</unknown:prefix>",
        "<title>x</title><![CDATA[a <![CDATA[ b ]]> c ]]>",
    ],
)
def test_damage_in_one_item_costs_no_other(tmp_path: Path, damage: str) -> None:
    hurt = item(2, title="").replace("<item>", f"<item>{damage}")
    found = pages(read(tmp_path, export(item(1), hurt, item(3))))
    assert [page.url[-2] for page in found] == ["1", "2", "3"]
    assert [page.text for page in found] == ["Some text."] * 3


def test_a_damaged_item_is_not_trusted_to_be_public(tmp_path: Path) -> None:
    hurt = item(2).replace("<wp:post_password> </wp:post_password>", "<wp:post_password><secret>")
    found = read(tmp_path, export(item(1), hurt.replace("publish", "pub & lish"), hurt, item(3)))
    assert [page.url[-2] for page in pages(found)] == ["1", "3"]


def test_an_unclosed_cdata_section_does_not_swallow_the_next_item(tmp_path: Path) -> None:
    hurt = item(2).replace("</item>", "<excerpt:encoded><![CDATA[open</excerpt:encoded></item>")
    found = read(tmp_path, export(item(1), hurt, item(3)))
    assert [page.url[-2] for page in pages(found)][-1] == "3"
    assert "open" not in {page.text for page in pages(found)}


def test_an_item_that_does_not_say_what_it_is_counts_as_broken(tmp_path: Path) -> None:
    assert (
        "neither its type nor its status"
        in broken(read(tmp_path, export(item(1, status=""))))["https://acme.example/page-1/"]
    )


def test_a_cut_off_export_gives_its_whole_items_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export(item(1), item(2), tail="")[:-40])
    reading = open_site(path).read()
    first, second = next(reading), next(reading)
    assert isinstance(first, Page)
    assert isinstance(second, BrokenPage)
    with pytest.raises(Skippable, match="cut off"):
        next(reading)


def test_an_item_mentioned_in_code_is_no_item(tmp_path: Path) -> None:
    code = "<pre>&lt;rss&gt;<item><title>fake</title></item></pre>"
    found = read(tmp_path, export("<!-- <item><title>x</title></item> -->", item(1, code), item(2)))
    assert [page.title for page in pages(found)] == ["Page 1", "Page 2"]


BOMB = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE foo [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [BOMB, OUTSIDE, "<!DOCTYPE rss SYSTEM 'http://evil.example/x.dtd'>"])
def test_document_types_and_entities_are_refused(tmp_path: Path, declaration: str) -> None:
    head = HEAD.replace("<rss", f"{declaration}\n<rss")
    for text in (export(item(1, "&b;"), head=head), export(item(1), declaration, item(2))):
        with pytest.raises(Refused, match="document type"):
            read(tmp_path, text)


def test_an_undefined_entity_costs_nothing_but_itself(tmp_path: Path) -> None:
    assert pages(read(tmp_path, export(item(1, content="before &lol; after"))))[0].text == "before &lol; after"


@pytest.mark.parametrize("text", ["<rss><channel></channel></rss>", "<?xml version='1.0'?><feed/>", "<?xml garbage"])
def test_other_xml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused, match="not a WordPress export"):
        read(tmp_path, text)


def test_an_item_of_any_size_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitter, "MAX_ITEM_CHARACTERS", 300_000)
    found = read(tmp_path, export(item(1), item(2, "x" * 2_000_000), item(3)))
    assert [page.url[-2] for page in pages(found)] == ["1", "3"]
    assert "longer than" in "".join(broken(found).values())


def test_bottomless_nesting_is_one_broken_page(tmp_path: Path) -> None:
    deep = item(2).replace("<title>", "<a>" * 100_000 + "<title>")
    found = read(tmp_path, export(item(1), item(4, "<div>" * 50_000), deep, item(3)))
    assert [page.url[-2] for page in pages(found)] == ["1", "3"]
    assert any("too deep" in error for error in broken(found).values())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_damage_crashes_the_reader_or_publishes_a_draft(tmp_path: Path, data: st.DataObject) -> None:
    text = export(item(1), item(2, "secret", status="draft"), item(3), item(4, "secret", post_password="x"))
    start = data.draw(st.integers(len(HEAD), len(text)))
    length = data.draw(st.integers(0, 40))
    junk = data.draw(st.text("<>&]!/[CDAT-item\x00 ", max_size=12))
    path = tmp_path / "export.xml"
    path.write_text(text[:start] + junk + text[start + length :])
    outcomes: list[PageOutcome] = []
    with suppress(Refused, Skippable):
        outcomes.extend(open_site(path).read())
    assert all(isinstance(outcome, (Page, SkippedPage, BrokenPage)) for outcome in outcomes)
    assert not any(page.text == "secret" for page in pages(outcomes))
