import pytest

from sales_agent.domain.extractive import fitting, pick, weights
from sales_agent.domain.knowledge import Match, Passage, Product
from sales_agent.domain.quoting import quoted

PAGES = {
    "pumps/bx-40": ("BX 40", "A pump for clean water.\n\nNoise | 62 dB\nWeight | 48 kg"),
    "pumps/dl-5": ("DL 5", "A pump for acid.\n\nWeight | 3 kg\n\n## Bleeding the DL 5\n\n- Open the valve."),
    "delivery": ("Delivery", "We deliver to Norway.\n\nThe DL 5 is in stock. The BX 40 takes three weeks."),
    "bleeding": ("How to bleed a dosing pump", "- Hold the key.\n- Close the valve."),
}


def passages(products: bool = False) -> dict[int, Match]:
    found: dict[int, Match] = {}
    for number, (path, (title, text)) in enumerate(PAGES.items(), start=1):
        product = Product(product_id=path, name=title) if products and path.startswith("pumps") else None
        url = f"https://acme.example/{path}/"
        own = Passage(passage_id=path, url=url, title=title, text=text, product=product)
        found[number] = Match(passage=own, relevance=0.9)
    return found


@pytest.mark.parametrize("products", [True, False])
@pytest.mark.parametrize(
    ("question", "earlier", "kept"),
    [
        ("How loud is the DL 5?", "", [2, 3, 4]),
        ("how loud is the dl 5", "", [2, 3, 4]),
        ("How loud is it?", "What does the DL 5 cost?", [2, 3, 4]),
        ("Do you have a pump for acid?", "", [1, 2, 3, 4]),
        ("Compare the BX 40 and the DL 5", "", [1, 2, 3, 4]),
        ("How do I bleed the BX 40?", "", [1, 3]),
        ("How do I bleed the DL 5?", "", [2, 3]),
    ],
)
def test_what_is_about_another_thing_than_the_named_one_is_left_out(
    products: bool, question: str, earlier: str, kept: list[int]
) -> None:
    assert list(fitting(question, passages(products), earlier)) == kept


def test_of_a_passage_about_several_things_only_the_named_one_is_told() -> None:
    named, told = passages()[1].model_copy(update={"relevance": 0.1}), passages()[3]
    question = "How long does the BX 40 take?"
    assert quoted(pick(question, weights(question), {1: named, 3: told}, "en")) == "The BX 40 takes three weeks. [3]"


def test_steps_for_a_family_are_for_its_members() -> None:
    names = {"products/one": "Wren One", "products/tap": "Kettle Tap", "cleaning": "How to clean a Wren"}
    found = {
        number: Match(
            passage=Passage(passage_id=path, url=f"https://acme.example/{path}/", title=title, text="- Rinse."),
            relevance=0.9,
        )
        for number, (path, title) in enumerate(names.items(), start=1)
    }
    assert list(fitting("How do I clean the Wren One?", found)) == [1, 3]
    assert list(fitting("How do I clean the Kettle Tap?", found)) == [2]
