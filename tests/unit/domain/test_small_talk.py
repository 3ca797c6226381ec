import pytest

from sales_agent.domain.small_talk import small_talk


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello!", "greeting"),
        ("hi there", "greeting"),
        ("Guten Tag", "greeting"),
        ("¡Buenos días!", "greeting"),
        ("bonjour", "greeting"),
        ("Hey, how are you?", "how_are_you"),
        ("ok thank you very much", "thanks"),
        ("Vielen Dank!", "thanks"),
        ("Thanks, bye", "bye"),
        ("Who are you?", "identity"),
        ("are you a human or a bot?", "identity"),
        ("Hello, am I talking to a real person?", "identity"),
        ("Bist du ein Mensch?", "identity"),
        ("Can you help me?", "help"),
        ("delete my data", "my_data"),
        ("Please delete all my personal data", "my_data"),
        ("How do I delete my data?", "my_data"),
        ("I want to download my data", "my_data"),
        ("Delete all the data you have about me", "my_data"),
        ("Bitte meine Daten löschen", "my_data"),
        ("Meine Daten herunterladen", "my_data"),
        ("Quiero borrar mis datos", "my_data"),
        ("Je veux supprimer mes données", "my_data"),
        ("yes please", "yes"),
        ("I'd rather not", "no"),
        ("ok", "ok"),
    ],
)
def test_small_talk_has_a_kind(text: str, kind: str) -> None:
    assert small_talk(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Hello, what does the tent cost?",
        "Thanks. And do you ship to Spain?",
        "ok so what is the price",
        "Is this tent a good one?",
        "help me choose a tent",
        "Are you a member of the trade association?",
        "no tent",
        "How do you delete my data after the trial?",
        "Where is my data stored?",
        "Can I export the data of the machine?",
        "",
        "???",
        "😀",
    ],
)
def test_a_question_is_no_small_talk(text: str) -> None:
    assert small_talk(text) is None
