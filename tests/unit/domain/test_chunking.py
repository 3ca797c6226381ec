"""Passages: one thing each, whole items, stable ids."""

from hypothesis import given
from hypothesis import strategies as st

from sales_agent.domain.chunking import LONGEST_TOKENS, passages, tokens
from sales_agent.domain.knowledge import Page, Passage, Product

SENTENCE = "The warranty covers parts and labour for as long as you own the machine. "
LONG = (SENTENCE * 8).strip()


def cut(text: str, **fields: object) -> list[Passage]:
    return passages(Page.model_validate({"url": "https://a.example/p/", "title": "Page", "text": text, **fields}))


def test_each_heading_gets_its_own_passage_with_its_title_path() -> None:
    found = cut(f"# Service\n\n{LONG}\n\n## Warranty\n\n{LONG}\n\n## Repair\n\n{LONG}")
    assert [passage.title_path for passage in found] == [
        "Page > Service",
        "Page > Service > Warranty",
        "Page > Service > Repair",
    ]


def test_a_heading_is_not_repeated_in_the_text() -> None:
    assert cut(f"## Warranty\n\n{LONG}")[0].text == LONG


def test_a_question_and_its_answer_stay_together_and_alone() -> None:
    found = cut("## Do you ship to Spain?\n\nYes.\n\n## And to France?\n\nNo.")
    assert [(passage.headings, passage.text) for passage in found] == [
        (["Do you ship to Spain?"], "Yes."),
        (["And to France?"], "No."),
    ]


def test_a_line_that_asks_heads_its_answer() -> None:
    found = cut("## FAQ\n\nIs it safe?\n\nYes, tested twice.\n\nIs it loud?\nNo.")
    assert [(passage.headings[-1], passage.text) for passage in found] == [
        ("Is it safe?", "Yes, tested twice."),
        ("Is it loud?", "No."),
    ]


def test_crumbs_join_their_neighbour_with_their_heading() -> None:
    (found,) = cut("# Specs\n\n## Weight\n\n2 kg\n\n## Colours\n\nRed and blue")
    assert found.headings == ["Specs"]
    assert found.text == "## Weight\n\n2 kg\n\n## Colours\n\nRed and blue"


def test_crumbs_of_different_chapters_stay_apart() -> None:
    found = cut("# A\n\n## X\n\nshort\n\n# B\n\n## Y\n\nshort")
    assert [passage.headings for passage in found] == [["A", "X"], ["B", "Y"]]


def test_a_heading_without_text_is_not_lost() -> None:
    assert "Coming soon" in cut("# Shop\n\nWelcome.\n\n## Coming soon")[0].text


def test_list_items_are_never_torn() -> None:
    items = [f"- item {number}: {SENTENCE.strip()}" for number in range(40)]
    found = cut("Our services:\n\n" + "\n".join(items))
    assert found[0].text.startswith("Our services:\n\n- item 0")
    assert [line for passage in found for line in passage.text.split("\n") if line.startswith("- ")] == items


def test_a_table_takes_its_first_row_along() -> None:
    rows = [f"Plan {number} | {number} EUR | {SENTENCE.strip()}" for number in range(30)]
    found = cut("\n".join(["Plan | Price | Note", *rows]))
    assert len(found) > 1
    assert all(passage.text.startswith("Plan | Price | Note\n") for passage in found)
    assert [line for passage in found for line in passage.text.split("\n")[1:]] == rows


def test_long_paragraphs_are_cut_between_sentences() -> None:
    found = cut((SENTENCE * 60).strip())
    assert len(found) > 2
    assert all(passage.text.startswith("The warranty") and passage.text.endswith("machine.") for passage in found)


def test_a_products_facts_are_a_passage_of_their_own() -> None:
    product = Product(product_id="1", name="Tent", price="250")
    found = cut("Tent: Price 250, SKU T-1\n\nLight.", kind="product", product=product)
    assert [passage.text for passage in found] == ["Tent: Price 250, SKU T-1", "Light."]
    assert all(passage.product == product for passage in found)


def test_a_page_without_text_is_its_title() -> None:
    assert [passage.text for passage in cut("")] == ["Page"]


def test_ids_survive_changes_elsewhere_on_the_page() -> None:
    before = {passage.text: passage.passage_id for passage in cut(f"## A\n\n{LONG}\n\n## B\n\nThe end, {LONG}")}
    after = {passage.text: passage.passage_id for passage in cut(f"## New\n\n{LONG}x\n\n## B\n\nThe end, {LONG}")}
    same = f"The end, {LONG}"
    assert before[same] == after[same]


def test_languages_without_spaces_are_measured_by_character() -> None:
    assert tokens("保証期間は購入日から二年間です") >= 12
    assert len(cut("保証期間は購入日から二年間です。" * 60)) > 2


WORD = st.text("abcdefgh", min_size=1, max_size=8)
LINE = st.lists(WORD, min_size=1, max_size=60).map(" ".join)
BLOCK = st.one_of(
    LINE,
    st.tuples(st.sampled_from(["# ", "## ", "### "]), LINE).map("".join),
    st.lists(LINE.map(lambda line: f"- {line}"), min_size=1, max_size=5).map("\n".join),
    st.lists(st.lists(WORD, min_size=2, max_size=4).map(" | ".join), min_size=1, max_size=6).map("\n".join),
)


@given(st.lists(BLOCK, min_size=1, max_size=12))
def test_every_word_is_in_a_passage_and_ids_are_unique(blocks: list[str]) -> None:
    found = cut("\n\n".join(blocks))
    said = " ".join(" ".join([*passage.headings, passage.text]) for passage in found).split()
    wanted = {word for block in blocks for word in block.split() if word.isalpha()}
    assert wanted <= set(said)
    assert len({passage.passage_id for passage in found}) == len(found)
    assert [passage.ordinal for passage in found] == list(range(len(found)))


@given(st.lists(LINE, min_size=1, max_size=40))
def test_no_passage_of_prose_is_longer_than_the_longest(lines: list[str]) -> None:
    text = ". ".join(line.capitalize() for line in lines)
    assert all(tokens(passage.text) <= LONGEST_TOKENS for passage in cut(text))
