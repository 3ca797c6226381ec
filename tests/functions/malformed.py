"""Bodies that broke other servers: what a gateway may hand to a function, as changes to the event of a good request."""

from typing import Any

MULTIPART = {"Content-Type": "multipart/form-data"}
MALFORMED: dict[str, dict[str, Any]] = {
    "nothing": {"body": None},
    "an empty text": {"body": ""},
    "broken JSON": {"body": '{"text": '},
    "a list": {"body": "[1, 2]"},
    "a lone text": {"body": '"text"'},
    "text/plain": {"body": "hello", "headers": {"Content-Type": "text/plain"}},
    "multipart without boundary": {"body": "--x", "headers": MULTIPART},
    "base64 that is none": {"body": "%%%", "isBase64Encoded": True},
    "base64 of no UTF-8": {"body": "//79/Pv6", "isBase64Encoded": True},
    "said to be base64 and is JSON": {"body": "{}", "isBase64Encoded": True},
    "100,000 brackets deep": {"body": "[" * 100_000},
    "30,000 brackets deep": {"body": '{"text":' + "[" * 15_000 + "]" * 15_000 + "}"},
    "5,000 digits": {"body": '{"seq": ' + "9" * 5_000 + ', "message_id": ' + "9" * 5_000 + "}"},
    "a lone surrogate": {"body": '{"message_id": "5f0c2a9e-0001", "text": "\\ud800", "offer": "\\ud800"}'},
    "a raw lone surrogate": {"body": '{"message_id": "5f0c2a9e-0001", "text": "\ud800", "offer": "\ud800"}'},
    "not a number": {"body": '{"seq": NaN, "text": NaN, "offer": Infinity}'},
    "a byte order mark": {"body": "\ufeff{}"},
    "a NUL": {"body": "\x00"},
    "too large": {"body": '{"message_id": "5f0c2a9e-0001", "text": "' + "x" * 40_000 + '"}'},
}
