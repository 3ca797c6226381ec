import pytest

from sales_agent.domain.small_talk import small_talk, wants_person


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
        "",
        "???",
        "😀",
    ],
)
def test_a_question_is_no_small_talk(text: str) -> None:
    assert small_talk(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Can I talk to a human?",
        "I want to speak to your sales team please",
        "connect me with an agent",
        "Please call me back.",
        "could someone call me",
        "I'd like a real person",
        "Kann ich mit einem Mitarbeiter sprechen?",
        "Quiero hablar con una persona",
        "Je voudrais parler à un conseiller",
    ],
)
def test_who_wants_a_person_is_heard(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize("text", ["Do you sell to persons?", "What does the team plan cost?", "How do I contact you?"])
def test_not_every_mention_of_people_is_a_wish(text: str) -> None:
    assert not wants_person(text)
