"""HTML and Markdown as clean text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_agent.adapters.html_text import html_to_text
from sales_agent.adapters.markdown_text import markdown_to_text


def test_headings_lists_and_tables_keep_their_shape() -> None:
    html = """<h2>Plans <b>2026</b></h2><p>Choose <i>one</i>:</p><ul><li>Basic</li><li><p>Pro</p><p>best</p></li></ul>
    <table><tr><th>Plan</th><th>Price</th></tr><tr><td>Basic</td><td>€ 10<br>a month</td></tr></table>"""
    assert html_to_text(html) == (
        "## Plans 2026\n\nChoose one:\n\n- Basic\n- Pro best\n\nPlan | Price\nBasic | € 10 a month"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>secret()</script>",
        "<style>.secret{}</style>",
        "<div hidden>secret</div>",
        '<p style="color:red; DISPLAY : none">secret</p>',
        '<span style="visibility:hidden">secret</span>',
        '<span style="font-size:0">secret</span>',
        '<p style="position:absolute;left:-9999px">secret</p>',
        '<span style="opacity: 0">secret</span>',
        '<span class="sr-only">secret</span>',
        "<template>secret</template>",
        "<noscript>secret</noscript>",
        "<!-- secret -->",
        "<select><option>secret</option></select>",
    ],
)
def test_what_no_visitor_sees_is_not_read(hidden: str) -> None:
    assert html_to_text(f"<div>before {hidden} after</div>").split() == ["before", "after"]


def test_what_is_half_visible_stays() -> None:
    assert html_to_text('<p style="opacity:0.9">shown</p><p hidden="until-found">folded</p>') == "shown\n\nfolded"


def test_code_keeps_its_lines_and_cannot_pass_for_headings() -> None:
    assert html_to_text("<pre><code># install\n  - x\n</code></pre>") == "    # install\n      - x"


def test_addresses_behind_links_are_told() -> None:
    html = '<p><a href="mailto:a@b.example?subject=x">Write</a> or <a href="tel:+4930123">+49 (30) 123</a></p>'
    assert html_to_text(html) == "Write (a@b.example) or +49 (30) 123"


def test_powers_are_not_glued_to_numbers_and_footnote_marks_go() -> None:
    assert html_to_text('<p>10<sup>3</sup> m<sup>2</sup> area<sup><a href="#n">1</a></sup></p>') == "10³ m² area"


def test_neighbouring_buttons_do_not_run_together() -> None:
    assert html_to_text("<div><a href=x>Brochure</a><a href=y>Download</a></div>") == "Brochure Download"
    assert (
        html_to_text("<a href=x><strong>Studio 3</strong><span>Order by phone.</span></a>")
        == "Studio 3 Order by phone."
    )
    assert html_to_text("<p><b>W</b><i>ord</i></p>") == "Word"


def test_nested_tables_and_lists_stay_in_their_cell() -> None:
    html = "<table><tr><td>A</td><td><table><tr><td>x</td><td>y</td></tr></table><ul><li>z</li></ul></td></tr></table>"
    assert html_to_text(html) == "A | x y z"


def test_wordpress_lines_are_paragraphs_outside_of_paragraphs() -> None:
    text = "first\nline\n\nsecond\n\n<p>third\npart</p><ul><li>a\nb</li></ul>"
    assert html_to_text(text, wordpress_lines=True) == "first\nline\n\nsecond\n\nthird part\n\n- a b"


def test_broken_html_is_read_as_browsers_do() -> None:
    assert html_to_text("<p>one<p>two</div><b>three") == "one\n\ntwo\n\nthree"
    assert html_to_text("") == html_to_text("   ") == html_to_text("<!-- x -->") == ""


def test_bottomless_nesting_is_refused() -> None:
    with pytest.raises(ValueError, match="too deep"):
        html_to_text("<div>" * 100_000 + "x")


@given(st.text(max_size=300))
def test_any_text_is_read_without_hidden_characters(text: str) -> None:
    assert not set(html_to_text(text)) & {"\x00", "\u200b", "\u202e", "\U000e0041"}


def test_markdown_is_read_as_the_site_shows_it() -> None:
    source = (
        "## Plans\n\n- **Basic**: [see](/basic) ~~12~~\n\n| a | b |\n|---|---|\n| c | d |\n\n    code\n\n<b>html</b>"
    )
    assert markdown_to_text(source) == "## Plans\n\n- Basic: see 12\n\na | b\nc | d\n\n    code\n\nhtml"


def test_short_terms_and_values_are_rows_and_long_ones_are_not() -> None:
    assert html_to_text("<dl><dt>Monday</dt><dd>8:00</dd><dt>Sunday</dt><dd>closed</dd></dl>") == (
        "Monday | 8:00\nSunday | closed"
    )
    assert html_to_text("<dl><dt>Why?</dt><dd>Because.</dd></dl>") == "Why?\n\nBecause."
    assert html_to_text("<dl><dt>Oak</dt><dd>Hard</dd><dd>Heavy</dd></dl>") == "Oak\n\nHard\n\nHeavy"
