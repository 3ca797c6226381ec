import pytest

from sales_agent.domain.named_things import named_things


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is there a warranty on the TrailMaster X4?", {"trailmast", "x4"}),
        ("Do you integrate with Salesforce?", {"salesforc"}),
        ("Hello. Can I pay with PayPal?", {"paypal"}),
        ("does the iPhone work", {"iphon"}),
        ("Who is your CEO?", {"ceo"}),
        ("¿Tienen tiendas en Madrid?", {"madrid"}),
        ("Tents?", set()),
        ("I want one. Do you ship on Monday in December?", set()),
        ("how much for 5 people in 2024", set()),
        ("DO YOU SHIP TO GERMANY?", set()),
        ("What Is The Price Of Delivery", set()),
        ("Wie hoch sind die Versandkosten nach Wien?", set()),
        ("Gibt es das X4 auch in Blau?", {"x4"}),
        ("do you sell salesforce connectors", set()),
        ("", set()),
    ],
)
def test_what_a_question_names(text: str, expected: set[str]) -> None:
    assert named_things(text) == expected
