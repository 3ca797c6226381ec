from itertools import product

import pytest

from sales_agent.domain.booking_claims import claims_booking

CLAIMED = [
    "I've booked your demo for Tuesday at 3 pm.",
    "Your meeting is confirmed for tomorrow at 10:00.",
    "You're all set! See you on Thursday.",
    "Great, you are booked with Anna.",
    "Done - your call has been scheduled.",
    "I have just moved your appointment to Friday.",
    "Your appointment has been cancelled.",
    "We've put you down for Monday.",
    "Booked! Anything else?",
    "Meeting confirmed: Tue 1 Dec, 10:00.",
    "Perfect. A calendar invite is on its way to ann@example.com.",
    "You will receive a meeting invitation shortly.",
    "Looking forward to speaking with you on Wednesday!",
    "It's in your calendar, so just show up.",
    "Everything is set for 15:00.",
    "Consider it done, I added the meeting to our calendar.",
    "The slot is now reserved for you, if you need anything else let me know.",
    "I went ahead and scheduled the call, and our team will call you at 3pm.",
    "Your demo will be on Tuesday at 3 pm.",
    "Ihr Termin ist gebucht.",
    "Ich habe den Termin für Sie auf Dienstag verschoben.",
    "Su cita está confirmada para mañana.",
    "He reservado la reunión.",
    "Votre rendez-vous est confirmé.",
    "J'ai annulé votre rendez-vous.",
    "The team has it: your session was booked, no further action is needed.",
    "ok booked",
    "Your demo's scheduled.",
    "I got you a slot on Monday.",
]
HARMLESS = [
    "Would you like me to book a meeting?",
    "Nothing is booked yet: choose one of these times.",
    "Your meeting is not booked yet.",
    "Once your meeting is booked you get a mail.",
    "I can offer these times:",
    "Meetings can be booked from Monday to Friday.",
    "If you choose a time, I will book it.",
    "I could not book this time. Choose another one.",
    "The Pro plan costs $49 per month and includes a booking calendar.",
    "Our trucks are parked in Hamburg.",
    "We have moved our warehouse to Bremen.",
    "We changed our prices in May.",
    "Returns are accepted within 30 days of purchase.",
    "What time would suit you for a call?",
    "Shipping takes 3 to 5 days.",
    "Noch ist nichts gebucht.",
    "¿Quiere reservar una reunión?",
    "The product connects to your calendar and your CRM.",
    "I'm not able to see your calendar.",
    "Which day would suit you, Tuesday or Wednesday?",
]


@pytest.mark.parametrize("text", CLAIMED)
def test_a_claim_is_recognised(text: str) -> None:
    assert claims_booking(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_other_talk_is_let_through(text: str) -> None:
    assert not claims_booking(text)


SUBJECTS = ["I have", "I've", "We have just", "We've now"]
VERBS = ["booked", "scheduled", "reserved", "confirmed", "rescheduled", "cancelled", "moved"]
OBJECTS = ["your meeting", "the demo for Tuesday", "your appointment with Anna at 3 pm", "that time", "it"]
AROUND = ["{}.", "Sure! {}!", "Thanks, Ann. {}, and you need not do anything else.", "As you asked: {}."]


def test_no_mix_of_the_usual_words_slips_through() -> None:
    missed = [
        text
        for frame, subject, verb, thing in product(AROUND, SUBJECTS, VERBS, OBJECTS)
        if not claims_booking(text := frame.format(f"{subject} {verb} {thing}"))
    ]
    assert missed == []
