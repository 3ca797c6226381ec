"""Clean text: what shows stays, what does not goes."""

from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from sales_agent.domain.clean_text import clean_text, one_line, visible

HIDDEN = (
    *map(chr, range(0xE0000, 0xE0080)),
    *map(chr, range(0x200B, 0x2010)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2060, 0x2070)),
    *map(chr, range(0xFE00, 0xFE10)),
    *map(chr, range(0xE0100, 0xE01F0)),
    *("\u00ad", "\u061c", "\u180e", "\ufeff", "\u3164", "\x00", "\x1b", "\x7f", "\x9b"),
)


@given(st.lists(st.sampled_from([*HIDDEN, "a", "b", " "])))
def test_no_hidden_character_survives_among_latin_letters(characters: list[str]) -> None:
    assert set(visible("".join(characters))) <= {"a", "b", " "}


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert one_line(one_line(text)) == one_line(text)


VISIBLE = st.characters(categories=["L", "N", "P", "Sm", "Sc"], max_codepoint=0x2000, exclude_characters="\u115f\u1160")


@given(st.text(VISIBLE, max_size=50))
def test_what_shows_is_kept(text: str) -> None:
    assert visible(text) == normalize("NFC", text)


def test_emoji_keep_what_holds_them_together() -> None:
    for emoji in ("👨‍👩‍👧", "❤️", "1️⃣", "👨🏽‍🦱"):
        assert visible(f"an {emoji} here") == f"an {emoji} here"


def test_persian_and_hindi_keep_their_joiners() -> None:
    for word in ("می‌خواهم", "क्‍ष"):
        assert visible(word) == word


def test_terminal_escapes_go_whole() -> None:
    assert visible("\x1b[31mred\x1b[0m \x1b]8;;https://x\x07link") == "red link"


def test_bidi_controls_cannot_reorder_words() -> None:
    assert one_line("pay \u202e001 EUR\u202c now") == "pay 001 EUR now"


def test_indentation_and_single_blank_lines_stay() -> None:
    assert clean_text("\n\na  \n\n\n\n    code\u00a0x\r\nb\n\n") == "a\n\n    code x\nb"
