"""The chat without a mouse, without eyes, from right to left, on a telephone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.conftest import Chat, Host, shoot
from tests.browser.fake_api import SLOTS, FakeApi

FOCUSED = """() => {
  const inside = document.activeElement.shadowRoot?.activeElement;
  return inside?.getAttribute("aria-label") ?? inside?.textContent ?? document.activeElement.tagName;
}"""
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    context.set_default_timeout(5000)
    yield context
    context.close()


def focused(page: Page) -> str:
    return str(page.evaluate(FOCUSED))


def test_keyboard_alone_is_enough(chat: Chat) -> None:
    page = chat.page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "Chat with us"
    assert chat.launcher.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.locator("sales-agent .greeting").wait_for()
    assert chat.launcher.get_attribute("aria-expanded") == "true"
    assert focused(page) == "Your message"
    page.keyboard.type("What does the Wren Duo cost?")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Please.")
    page.keyboard.press("Enter")
    expect(chat.replies).to_have_count(1)
    reached: set[str] = set()
    while "Close chat" not in reached and len(reached) < 20:
        page.keyboard.press("Shift+Tab")
        reached.add(focused(page))
    assert {"Not helpful", "Helpful", "Source 1: Wren Duo", "Conversation", "Close chat"} <= reached
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(chat.launcher).to_be_focused()


def test_escape_closes_the_menu_before_the_chat(chat: Chat) -> None:
    chat.open()
    chat.press("More")
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("button", name="Download my data")).to_have_count(0)
    assert focused(chat.page) == "More"
    expect(chat.page.get_by_role("dialog")).to_be_visible()


def test_every_control_has_a_name_and_new_replies_are_announced(chat: Chat, api: FakeApi) -> None:
    api.replies.append({"text": "When?", "kind": "meeting", "slots": SLOTS, "asks": ["email"]})
    chat.open()
    chat.ask("A meeting, please")
    expect(chat.page.get_by_role("dialog", name="Chat with us")).to_be_visible()
    assert chat.log.get_attribute("aria-live") == "polite"
    for role in ("button", "link", "textbox"):
        for control in chat.page.locator("sales-agent").get_by_role(role).all():
            snapshot = control.aria_snapshot()
            assert '"' in snapshot, snapshot


def test_history_is_not_read_aloud_again(chat: Chat) -> None:
    chat.open()
    chat.ask("Hello")
    chat.page.reload()
    expect(chat.replies).to_have_count(1)
    assert chat.log.get_attribute("aria-live") == "off"
    chat.ask("Again")
    assert chat.log.get_attribute("aria-live") == "polite"


def test_a_phone_gives_it_the_whole_screen(phone: BrowserContext, site: str) -> None:
    chat = Chat(phone.new_page())
    chat.page.goto(site)
    chat.launcher.click()
    chat.page.locator("sales-agent .greeting").wait_for()
    assert chat.page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, **PHONE}
    assert float(chat.input.evaluate("(area) => getComputedStyle(area).fontSize").removesuffix("px")) >= 16
    assert not chat.input.evaluate("(area) => area.matches(':focus')")  # the keyboard would hide the greeting
    chat.ask("What does the Wren Duo cost?")
    assert chat.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    shoot(chat.page, "widget-phone-dark")
    chat.page.reload()  # would cover the page the visitor asked for
    expect(chat.page.get_by_role("dialog")).to_have_count(0)


def test_right_to_left_pages_and_texts(host: Host, page: Page, site: str, api: FakeApi) -> None:
    host.html = 'dir="rtl" lang="ar"'
    api.replies.append({"text": "مرحبا! السعر هو £2,450.", "kind": "answer"})
    page.goto(site)
    chat = Chat(page)
    chat.open()
    reply = chat.ask("كم سعر الآلة؟")
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["x"] < 100
    assert reply.locator(".bubble").evaluate("(bubble) => bubble.matches(':dir(rtl)')")
    assert page.locator("sales-agent .greeting .bubble").evaluate("(bubble) => bubble.matches(':dir(ltr)')")
    shoot(page, "widget-right-to-left")


def test_it_fits_a_narrow_window_at_double_text_size(chat: Chat) -> None:
    chat.page.set_viewport_size({"width": 320, "height": 480})
    chat.open()
    chat.ask("What does the Wren Duo cost?")
    log = chat.log.evaluate("(log) => [log.scrollWidth, log.clientWidth]")
    assert log[0] <= log[1]


def test_motion_stops_for_those_who_ask(chat: Chat, api: FakeApi) -> None:
    chat.page.emulate_media(reduced_motion="reduce", forced_colors="active")
    api.fail("/messages", seconds=0.5)
    chat.open()
    chat.say("Hello")
    expect(chat.page.locator("sales-agent .dots i").first).to_have_css("animation-name", "none")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_meets_wcag_aa(host: Host, page: Page, site: str, scheme: str) -> None:
    host.tag["data-theme"] = scheme
    page.goto(site)
    chat = Chat(page)
    chat.open()
    chat.ask("What does the Wren Duo cost?")
    weak = page.evaluate(CONTRASTS)
    assert weak == []


# Texts below 4.5 : 1 against the nearest background that is painted (WCAG 2.2, 1.4.3).
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (colour) => {
    const [red, green, blue] = rgba(colour).map((value) => linear(value / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return rgba(colour)[3] ? colour : ground(element.parentElement);
  };
  const ratio = (element) => {
    const lights = [getComputedStyle(element).color, ground(element)].map(luminance);
    return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
  };
  const written = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const texts = [...document.querySelector("sales-agent").shadowRoot.querySelectorAll("dialog *")].filter(
    (element) => written(element) && element.checkVisibility() && !element.closest(".hidden, :disabled"),
  );
  if (texts.length < 10) return ["found only " + texts.length];
  return texts.filter((element) => ratio(element) < 4.5).map((element) => [element.outerHTML, ratio(element)]);
}"""
