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
    "I'll put you down for Tuesday at 10am.",
    "Done! Tuesday 10:00 it is.",
    "I've saved Tuesday at 10 for you.",
    "The time has been blocked for you.",
    "Your reservation went through.",
    "I went ahead and took the 10:00 slot for you.",
    "Looking forward to our call on Tuesday.",
    "I may add that your meeting has been cancelled.",
    "Not only is it booked, I also sent the invite.",
    "Ihr Termin steht.",
    "Votre rendez-vous est pris.",
    "I can confirm that your demo is booked.",
    "You can see that your meeting is scheduled.",
    "I would like to let you know your call has been moved.",
    "No problem your meeting is booked",
    "I have you down for Thursday.",
    "I'll pencil you in for 3pm.",
    "We're on for Tuesday at 10.",
    "Tuesday at 10:00 is all yours.",
    "You have a call with Anna on Friday at 2pm.",
    "It's a date!",
    "Anna is expecting you on Monday.",
    "We'll talk on Wednesday at 11:00.",
    "Wir sehen uns am Dienstag.",
    "Nos vemos el lunes.",
    "We look forward to Tuesday at 10.",
    "Consider Tuesday 10am yours.",
    "Der Termin am Dienstag um 10 Uhr ist fix.",
    "Su cita ha quedado fijada.",
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
    "Ihr Termin steht noch nicht fest.",
    "Votre rendez-vous n'est pas pris.",
    "You can see all prices on our website.",
    "I may not book a meeting for you myself.",
    "Do you have a meeting on Tuesday?",
    "We are in the office from Monday to Friday.",
    "We have kept our prices since May.",
    "Our machines saved a customer in Leeds two hours a day.",
    "Our support team is there from 9:00 to 17:00, and you can call us on Tuesday as well.",
    "I cannot confirm that your meeting is booked.",
    "Bought with Care Plus it costs £3,710, and then it is yours.",
    "It is closed on Sunday.",
    "The Duo is ready to use within ten minutes.",
    "The warranty covers parts; we registered no faults in May.",
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
