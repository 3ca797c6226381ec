"""Astro projects: sources, built pages, where they are and what they say."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from sales_agent.adapters.site_readers import open_site
from sales_agent.domain.knowledge import BrokenPage, Page, Product, SkippedPage
from sales_agent.ports.site_readers import PageOutcome

SITE = "https://acme.example"


def project(folder: Path, files: Mapping[str, str]) -> Path:
    """Writes a project."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def read(folder: Path, files: Mapping[str, str], base_url: str = SITE) -> list[PageOutcome]:
    return list(open_site(project(folder, files), base_url).read())


def pages(outcomes: list[PageOutcome]) -> dict[str, Page]:
    return {page.url.removeprefix(SITE): page for page in outcomes if isinstance(page, Page)}


def skipped(outcomes: list[PageOutcome]) -> dict[str, str]:
    return {page.source: page.reason for page in outcomes if isinstance(page, SkippedPage)}


def test_an_entry_tells_title_date_language_and_text(tmp_path: Path) -> None:
    text = "---\ntitle: Hello\ndescription: In short.\npubDate: 2026-01-02\nlang: de\n---\n\n## More\n\n*All* of it."
    (page,) = read(tmp_path, {"src/content/blog/hello.md": text})
    assert page == Page(
        url=f"{SITE}/blog/hello/",
        title="Hello",
        text="In short.\n\n## More\n\nAll of it.",
        kind="post",
        language="de",
        updated_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("file", "url"),
    [
        ("src/content/docs/Guides/Get Started.mdx", "/guides/get-started/"),
        ("src/content/docs/index.mdx", "/"),
        ("src/content/pages/about.md", "/about/"),
        ("src/content/faq/-index.md", "/faq/"),
        ("src/content/blog/index.md", "/blog/"),
        ("src/content/homepage/-index.md", "/"),
        ("src/data/post/first.md", "/post/first/"),
        ("src/pages/index.md", "/"),
        ("src/pages/legal/Imprint.md", "/legal/Imprint/"),
    ],
)
def test_addresses_follow_the_files(tmp_path: Path, file: str, url: str) -> None:
    assert list(pages(read(tmp_path, {file: "---\ntitle: x\n---\ny"}))) == [url]


def test_the_route_that_shows_a_collection_gives_its_address(tmp_path: Path) -> None:
    files = {
        "src/pages/journal/[...slug].astro": "---\nconst all = await getCollection('blog');\n---\n",
        "src/pages/tags/[tag].astro": "---\nconst all = await getCollection('blog');\n---\n",
        "src/content/blog/one.md": "One",
        "src/content/blog/two.md": "---\nslug: second\n---\nTwo",
        "src/content/blog/three.md": "---\npermalink: /third\n---\nThree",
    }
    found = read(tmp_path, files)
    assert set(pages(found)) == {"/journal/one/", "/journal/second/", "/third/"}
    assert set(skipped(found).values()) == {"a template for many pages"}


def test_the_configuration_names_site_base_and_slashes(tmp_path: Path) -> None:
    config = "defineConfig({\n  site: 'https://real.example',\n  base: '/shop',\n  trailingSlash: 'never',\n});"
    files = {"astro.config.mjs": config, "src/pages/about.md": "About", "src/content.config.ts": "base: './notes'"}
    found = read(tmp_path, files | {"notes/a.md": "A"}, base_url="")
    assert [page.url for page in found if isinstance(page, Page)] == [
        "https://real.example/shop/notes/a",
        "https://real.example/shop/about",
    ]


def test_without_any_site_addresses_have_no_host(tmp_path: Path) -> None:
    assert list(pages(read(tmp_path, {"src/pages/about.md": "About"}, base_url=""))) == ["/about/"]


def test_two_files_of_one_address_are_both_found(tmp_path: Path) -> None:
    files = {"src/content/faq/-index.md": "Questions", "src/pages/faq.md": "Intro"}
    assert list(pages(read(tmp_path, files))) == ["/faq/", "/faq/#faq.md"]


def test_what_is_not_published_stays_out_and_says_why(tmp_path: Path) -> None:
    files = {
        "src/content/blog/a.md": "---\ndraft: true\n---\nsecret",
        "src/content/blog/_b.md": "secret",
        "src/content/blog/_parts/c.md": "secret",
        "src/content/docs/404.md": "gone",
        "src/pages/empty.astro": "---\nconst x = 1;\n---\n<Layout />",
        "src/data/settings.json": '{"name": "Acme"}',
        "src/content/blog/live.md": "live",
    }
    found = read(tmp_path, files)
    assert [page.text for page in pages(found).values()] == ["live"]
    assert set(skipped(found).values()) == {
        "draft",
        "its name begins with an underscore",
        "error page",
        "no text of its own",
    }


def test_mdx_is_read_without_its_code(tmp_path: Path) -> None:
    source = """---
title: Start
hero: {tagline: "Fast boats"}
---
import { Card } from '@astrojs/starlight/components';
export const faqs = [{ q: "Any fees?", a: 'None.' }];

{/* a note to editors: secret */}
# {frontmatter.title}

<Card title="Quick" icon="rocket">
  Up in **minutes** for <Badge text="free" />.
</Card>

:::tip[Remember]
Use {'both'} hands.
:::

```js
import secret from 'kept'; // {code}
```
Inline `<Tag>` stays.
"""
    page = pages(read(tmp_path, {"src/content/docs/start.mdx": source}))["/start/"]
    assert page.text == (
        "#### Any fees?\n\nNone.\n\n# Start\n\nQuick\n\nUp in minutes for free.\n\nRemember\n\nUse both hands.\n\n"
        "    import secret from 'kept'; // {code}\n\nInline <Tag> stays.\n\nFast boats"
    )


def test_front_matter_lists_become_questions_and_plans(tmp_path: Path) -> None:
    faq = "---\ntitle: FAQ\nfaqs:\n- title: Refunds?\n  answer: Within [30 days](/terms).\n---\n"
    plan = "- title: Pro\n  price: 69\n  type: month\n  features: [Support, Cloud]\n  button: {label: Buy}\n"
    plans = f"---\ntitle: Pricing\nplans:\n{plan}---\n"
    found = pages(read(tmp_path, {"src/content/faq/-index.md": faq, "src/content/pricing/-index.md": plans}))
    assert found["/faq/"].kind == "faq"
    assert found["/faq/"].text == "## Refunds?\n\nWithin 30 days."
    assert found["/pricing/"].text == "## Pro\n\nPro, Price: 69 / month\n\nFeatures:\n\n- Support\n- Cloud"


def test_data_files_are_read_where_they_hold_text(tmp_path: Path) -> None:
    files = {
        "src/content/faq/shipping.json": '[{"question": "To Spain?", "answer": "Yes, in five working days or less."}]',
        "src/data/team.yaml": "- name: Ann Lee\n  bio: Builds boats since nineteen ninety nine.\n  image: /ann.png\n",
    }
    found = pages(read(tmp_path, files))
    assert found["/faq/shipping/"].text == "## To Spain?\n\nYes, in five working days or less."
    assert found["/team/"].text == "## Ann Lee\n\nBuilds boats since nineteen ninety nine."


def test_a_price_in_the_front_matter_makes_a_product(tmp_path: Path) -> None:
    source = "---\ntitle: Trail Tent\nprice: $1,250.00\ncurrency: USD\nsku: T-1\n---\nLight."
    page = pages(read(tmp_path, {"src/content/products/tent.md": source}))["/products/tent/"]
    assert page.kind == "product"
    assert page.product == Product(product_id="T-1", name="Trail Tent", price="1250.00", currency="USD", sku="T-1")
    assert page.text == "Trail Tent: Price 1250.00 USD, SKU T-1\n\nLight."


def test_components_tell_their_static_text(tmp_path: Path) -> None:
    source = """---
import Layout from '~/layouts/PageLayout.astro';
const metadata = { title: 'Plans & prices' };
const { secret } = Astro.props;
---
<Layout metadata={metadata}>
  <!-- a note -->
  <Hero title="Pick a plan" subtitle='No <b>card</b> needed.' callToAction={{ text: 'Start now', href: '/x' }} />
  <Prices prices={[{ title: 'Basic', price: 29, items: [{ description: 'Five users' }] }]} />
  <h2 class:list={['a', open && 'b']}>Why us?</h2>
  {open ? (<p>We are open.</p>) : null}
  <style>h1 { color: red }</style><script>const title = 'no';</script>
</Layout>
"""
    page = pages(read(tmp_path, {"src/pages/pricing.astro": source}))["/pricing/"]
    assert page.title == "Plans & prices"
    assert page.text == (
        "### Plans & prices\n\n## Pick a plan\n\nNo card needed.\n\n### Basic\n\nBasic, Price: 29\n\nFive users\n\n"
        "## Why us?\n\nWe are open."
    )


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: [unclosed\n---\nx",
        "---\na: &a [x]\nb: *a\n---\nx",
        "---\na: " + "[" * 500 + "\n---\nx",
        "<div>" * 20_000,
    ],
)
def test_a_broken_file_is_reported_and_the_rest_goes_in(tmp_path: Path, source: str) -> None:
    found = read(tmp_path, {"src/content/blog/bad.md": source, "src/content/blog/good.md": "good"})
    assert list(pages(found)) == ["/blog/good/"]
    (broken,) = (outcome for outcome in found if isinstance(outcome, BrokenPage))
    assert broken.source == f"{SITE}/blog/bad/"
    assert broken.error.startswith("src/content/blog/bad.md: ")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "junk", ["<!--", "`", "{", "<A ", "import a", "/*", "{%", ":::", "export const x = {", "<Tag a={"]
)
def test_unfinished_code_ends(tmp_path: Path, junk: str) -> None:
    for name in ("a.mdx", "b.md"):
        read(
            tmp_path / name,
            {f"src/content/blog/{name}": f"start\n{junk * 20_000}\n", "src/pages/x.astro": junk * 20_000},
        )


HTML = """<!doctype html><html lang="en"><head><title>About | Acme</title>{head}</head><body>
<header><nav><a href="/">Menu</a></nav></header>{body}<footer>Imprint</footer></body></html>"""


def test_built_pages_go_before_sources(tmp_path: Path) -> None:
    files = {
        "src/content/blog/a.md": "source",
        "dist/about/index.html": HTML.format(head="", body="<main><h1>About us</h1><p>We build.</p></main>"),
        "dist/index.html": HTML.format(head="", body="<p>Welcome.</p>"),
        "dist/plain.html": HTML.format(
            head='<link rel="canonical" href="https://old.example/real/">', body="<main><nav>Toc</nav>Text</main>"
        ),
        "dist/thanks/index.html": HTML.format(head='<meta name="robots" content="noindex">', body="Thanks"),
        "dist/old/index.html": HTML.format(head='<meta http-equiv="Refresh" content="0;url=/x">', body="Moved"),
        "dist/404.html": HTML.format(head="", body="Gone"),
    }
    found = read(tmp_path, files)
    assert {url: (page.title, page.text) for url, page in pages(found).items()} == {
        "/about/": ("About us", "# About us\n\nWe build."),
        "/": ("About | Acme", "Welcome."),
        "/real/": ("About | Acme", "Text"),
    }
    assert set(skipped(found).values()) == {"noindex", "redirect", "error page"}


def test_structured_data_names_the_product(tmp_path: Path) -> None:
    offer = '"offers": {"price": 250, "priceCurrency": "EUR"}'
    data = f'{{"@graph": [{{"@type": "Product", "name": "Tent", "sku": "T-1", {offer}}}]}}'
    head = f'<script type="application/ld+json">{data}</script><script type="application/ld+json">{{broken</script>'
    page = pages(read(tmp_path, {"dist/tent/index.html": HTML.format(head=head, body="<main>Light.</main>")}))["/tent/"]
    assert page.product == Product(product_id="T-1", name="Tent", price="250", currency="EUR", sku="T-1")
    assert page.text == "Tent: Price 250 EUR, SKU T-1\n\nLight."


def test_a_zip_of_a_project_is_read_like_the_project(tmp_path: Path) -> None:
    files = {
        "src/content/blog/a.md": "A",
        "src/pages/b.astro": "<p>Bee</p>",
        "astro.config.mjs": "site: 'https://z.example'",
    }
    folder = project(tmp_path / "site", files)
    with ZipFile(tmp_path / "site.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(f"site-main/{name}", text)
    assert list(open_site(tmp_path / "site.zip", SITE).read()) == list(open_site(folder, SITE).read())
