"""Webhooks: which are refused and how, and what the event of the others is."""

import base64
import hashlib

from support.webhooks import NOW, TIME, digest, header

BODY = b'{"id":"event_1","event":"dsync.user.created","data":{"id":"u"},"created_at":"2026-01-01T11:31:39.000Z"}'
GOOD = digest(BODY)
BAD = "f" * 64

# What is refused, and what the event is of the others.
UPDATED = {
    "id": "event_01TEST",
    "type": "dsync.user.updated",
    "created_at": "2026-01-01T11:31:39.000Z",
    "data": {"id": "directory_user_01TESTUSR0000000000000000001", "first_name": "Zoë", "note": "a/b", "n": 1.0},
}
FILES = {
    "B120-webhook-valid-ms": UPDATED,
    "B121-webhook-wrong-sig-same-length": "SIGNATURE",
    "B122-webhook-body-reserialised": "SIGNATURE",
    "B123-webhook-raw-utf8": {"type": "dsync.user.created", "data": {"first_name": "Зоя \U0001f3f3\ufe0f"}},
    "B124-webhook-no-space": UPDATED,
    "B125-webhook-two-v1-second-good": UPDATED,
    "B125c-webhook-v0-only": "SIGNATURE",
    "B126-webhook-missing-t": "SIGNATURE",
    "B126d-webhook-t-overflow": "SIGNATURE",
    "B126f-webhook-empty-header": "SIGNATURE",
    "B127-webhook-upper-hex": UPDATED,
    "B128-webhook-short-sig": "SIGNATURE",
    "B130-webhook-unknown-event": {
        "id": "event_04",
        "type": "dsync.galaxy.exploded",
        "data": {"anything": [1]},
        "user": None,
        "group": None,
        "directory": None,
    },
}

# Headers that hold for BODY.
ACCEPTED = [
    f"t={TIME},v1={GOOD}",
    f"v1={GOOD}, t={TIME}",
    f"  t={TIME}\t ,\t v1={GOOD}  ",
    f",, t={TIME}, ,v1={GOOD},",
    f"t={TIME}, v1={GOOD.upper()}",
    f"t={TIME}, v1={GOOD[:32]}{GOOD[32:].upper()}",
    f"t={TIME}, v1={BAD}, v1={GOOD}",
    f"t={TIME}, v1={GOOD}, v1={BAD}",
    f"v1={BAD}, v1={GOOD}, v1={BAD}, t={TIME}",
    f"t={TIME}, v1={GOOD}, v1={GOOD}",
    f"t={TIME}, v1={GOOD[:-2]}, v1={GOOD}",
    f"t={TIME}, v1=, v1={GOOD}",
    f"t={TIME}, v1={'z' * 64}, v1={GOOD}",
    f"t={TIME}, v0={BAD}, v2=abc, v1={GOOD}",
    f"x, =, y=1=2, t={TIME}, v1={GOOD}",
]


def _signed(time, written=None):
    """The header of a digest that holds for a time, however that is written."""
    return f"t={time if written is None else written}, v1={digest(BODY, time)}"


# Headers that hold for nothing, though most carry a right digest.
REFUSED = [
    None,
    "",
    " ",
    ",",
    "=",
    f"t={TIME}",
    f"v1={GOOD}",
    GOOD,
    f"t=, v1={GOOD}",
    f"t={TIME}, v1=",
    f"t={TIME}, v0={GOOD}",
    f"t={TIME}, v2={GOOD}",
    f"t={TIME}; v1={GOOD}",
    f"t={TIME} v1={GOOD}",
    f"t:{TIME}, v1:{GOOD}",
    # The time.
    _signed("abc"),
    _signed(-1),
    _signed(-TIME),
    _signed(f"+{TIME}"),
    _signed("1767267099257.0"),
    _signed("1.767267099257e12"),
    _signed(hex(TIME)),
    _signed("1767267099 257"),
    _signed("\u0661\u0667"),
    _signed("９"),
    _signed(0),
    _signed(TIME // 1000),
    _signed(TIME * 1000),
    _signed(2**63 - 1),
    _signed(2**63),
    _signed(2**64 + TIME),
    _signed(2**128 + TIME),
    _signed("9" * 400),
    _signed(TIME, TIME + 1),
    _signed(TIME, f"0{TIME}"),
    f"t={TIME}, t={TIME}, v1={GOOD}",
    f"t={TIME}, t={TIME + 1}, v1={GOOD}",
    f"t={TIME + 1}, t={TIME}, v1={GOOD}",
    f"t=, t={TIME}, v1={GOOD}",
    f"t={TIME}, v1={GOOD}, t=",
    f"t={TIME}, v1={GOOD}, t={TIME}, v1={GOOD}",
    # The digest.
    f"t={TIME}, v1={BAD}",
    f"t={TIME}, v1={GOOD[:-1]}",
    f"t={TIME}, v1={GOOD[:-2]}",
    f"t={TIME}, v1={GOOD[:32]}",
    f"t={TIME}, v1={GOOD}0",
    f"t={TIME}, v1={GOOD}00",
    f"t={TIME}, v1={GOOD}{GOOD}",
    f"t={TIME}, v1=0x{GOOD}",
    f't={TIME}, v1="{GOOD}"',
    f"t={TIME}, v1={GOOD[:63]}g",
    f"t={TIME}, v1={GOOD[:32]} {GOOD[32:]}",
    f"t={TIME}, v1={GOOD[1:]}{GOOD[0]}",
    f"t={TIME}, v1={base64.b64encode(bytes.fromhex(GOOD)).decode()}",
    f"t={TIME}, v1={digest(BODY, dot=b'')}",
    f"t={TIME}, v1={digest(BODY, time='', dot=b'')}",
    f"t={TIME}, v1={digest(BODY + b' ')}",
    f"t={TIME}, v1={digest(BODY, method=hashlib.sha1)}",
    f"t={TIME}, v1={digest(BODY, method=hashlib.sha512)}",
    f"t={TIME}, v1={digest(b'')}",
    f"t={TIME}, v1={'00' * 32}",
]

# A mebibyte of header, and whether it holds.
HUGE = {
    "digests, the last one right": (f"t={TIME}" + f", v1={BAD}" * 15_000 + f", v1={GOOD}", True),
    "digests, none right": (f"t={TIME}" + f", v1={BAD}" * 15_000, False),
    "spaces": (f"t={TIME}," + " " * 1_048_576 + f"v1={GOOD}", True),
    "commas": ("," * 1_048_576 + f"t={TIME}, v1={GOOD}", True),
    "commas alone": ("," * 1_048_576, False),
    "one part": ("x" * 1_048_576, False),
    "a digest": (f"t={TIME}, v1=" + "0" * 1_048_576, False),
    "a time": ("t=" + "1" * 1_048_576 + f", v1={GOOD}", False),
    "times": (f"t={TIME}, " * 60_000 + f"v1={GOOD}", False),
}

# (tolerance, now, whether the header of TIME is within it): both sides, to the millisecond.
TOLERANCES = [
    (-1, NOW, True),
    (-1, TIME + 180_000, True),
    (-1, TIME + 180_001, False),
    (-1, TIME - 180_000, True),
    (-1, TIME - 180_001, False),
    (-1, TIME - 181_000, False),
    (180_000, TIME + 180_001, False),
    (0, TIME, True),
    (0, TIME + 1, False),
    (0, TIME - 1, False),
    (1, TIME + 1, True),
    (1, TIME - 2, False),
    (742, NOW, False),
    (743, NOW, True),
    (-1, 0, False),
    (-1, TIME // 1000, False),
    (-1, 2**63 - 1, False),
    (-1, -1, False),  # the clock
    (2**63 - 1, 0, True),
    (2**63 - 1, 2**63 - 1, True),
    (2**63 - 1, -1, True),
]

DEEP = b'{"id":"deep","data":{"x":' + b"[" * 500 + b"]" * 500 + b"}}"

# Bodies with a right signature, and what their event shows; None: no event, PROTOCOL.
BODIES = {
    "nothing": (b"", None),
    "whitespace": (b" \r\n", None),
    "null": (b"null", None),
    "an array": (b"[" + BODY + b"]", None),
    "a text": (b'"event"', None),
    "a number": (b"1", None),
    "true": (b"true", None),
    "form data": (b"id=event_1&event=dsync.user.created", None),
    "cut": (BODY[:-1], None),
    "two objects": (BODY + BODY, None),
    "a NUL behind": (BODY + b"\0", None),
    "a NUL before": (b"\0" + BODY, None),
    "a NUL inside a text": (b'{"id":"a\0b"}', None),
    "UTF-16": (BODY.decode().encode("utf-16"), None),
    "NaN": (b'{"id":"e","data":NaN}', None),
    "nested too deep": (b'{"x":' * 600 + b"1" + b"}" * 600, None),
    "an empty object": (b"{}", {"id": None, "type": None, "data": None, "user": None}),
    "a BOM": (b"\xef\xbb\xbf" + BODY, {"id": "event_1", "type": "dsync.user.created"}),
    "a newline behind": (BODY + b"\n", {"id": "event_1"}),
    "a byte that is no UTF-8": (b'{"id":"caf\xe9","data":{"x":"\xc0\xaf"}}', {"id": "caf\ufffd"}),
    "a lone surrogate": (b'{"id":"x\\ud83dy","event":"\\udc00"}', {"id": "x\ufffdy", "type": "\ufffd"}),
    "an escaped pair": (b'{"id":"\\ud83d\\ude00"}', {"id": "\U0001f600"}),
    "a NUL in a value": (b'{"id":"e","data":{"x":"ab\\u0000cd"}}', {"data": {"x": "ab\0cd"}}),
    "numbers beyond int64": (
        b'{"id":"e","data":{"a":9223372036854775808,"b":1e400,"c":9223372036854775807}}',
        {"data": {"a": "9223372036854775808", "b": "1e400", "c": 2**63 - 1}},
    ),
    "members of other types": (
        b'{"id":5,"event":["x"],"data":"text","created_at":{},"context":7}',
        {"id": None, "type": None, "data": "text", "created_at": None, "context": 7, "user": None},
    ),
    "members null": (
        b'{"id":null,"event":null,"data":null,"created_at":null}',
        {"id": None, "type": None, "data": None, "created_at": None, "user": None},
    ),
    "a user event without data": (b'{"id":"e","event":"dsync.user.created"}', {"user": None, "directory_id": None}),
    "a user event whose data is a text": (b'{"id":"e","event":"dsync.user.created","data":"u"}', {"user": None}),
    "a member twice": (b'{"id":"a","id":"b","event":"x","event":"y"}', {"id": "b", "type": "y"}),
    "an escaped name": (b'{"\\u0069d":"e"}', {"id": "e"}),
    "nested": (DEEP, {"id": "deep"}),
    "an id of 300 KB": (b'{"id":"' + b"e" * 300_000 + b'"}', {"id": "e" * 300_000}),
    "a body of 4 MB": (b'{"id":"e","data":{"x":"' + b"z" * 4_000_000 + b'"}}', {"id": "e"}),
    "a NUL as escaped id": (b'{"id":"a\\u0000b"}', {"json": {"id": "a\0b"}}),
}

# Secrets that are not the endpoint's.
SECRETS = ["another", "whsec_test_0123456789abcde", "whsec_test_0123456789abcdef0", "WHSEC_TEST_0123456789ABCDEF"]
SECRETS += ["whsec_test_0123456789abcdef\n", " whsec_test_0123456789abcdef", "0123456789abcdef"]

# Two headers of one webhook.
TWICE = {"the same twice": (header(BODY), header(BODY)), "an old and a new": (header(BODY, 1), header(BODY))}
