"""A row's response, as the server sends it.

Its body is `json`, `text`, `latin1` (in which every byte is one character), or `hex`; `encoding` compresses it. Or it
is a whole HTTP `message`, written like `latin1`. If it `then` "closes" or "resets", the server ends the connection
afterwards. A `fault` replaces the response.
"""

import gzip
import json
import zlib

import replay

FAULTS = {"close": replay.close, "reset": replay.reset, "silence": replay.silence}
ENDINGS = {"closes": replay.close, "resets": replay.reset}
ENCODERS = {"gzip": lambda body: gzip.compress(body, mtime=0), "deflate": zlib.compress}


def body(answer):
    """The decoded body, which an error contains."""
    if "message" in answer:
        rest = answer["message"].encode("latin-1")
        while rest.startswith(b"HTTP/1"):
            rest = rest.partition(b"\r\n\r\n")[2]
        return rest
    if "json" in answer:
        return json.dumps(answer["json"], ensure_ascii=False).encode()
    if "hex" in answer:
        return bytes.fromhex(answer["hex"])
    return answer["latin1"].encode("latin-1") if "latin1" in answer else answer.get("text", "").encode()


def reply(answer):
    if "fault" in answer:
        return FAULTS[answer["fault"]]
    return [message(answer), ENDINGS[answer["then"]]] if "then" in answer else message(answer)


def message(answer):
    """The bytes of the whole response."""
    if "message" in answer:
        return answer["message"].encode("latin-1")
    sent, status = body(answer), answer.get("status", 200)
    for encoding in answer.get("encoding", []):
        sent = ENCODERS[encoding](sent)
    headers = {"Content-Type": "application/json", "Content-Length": len(sent)} | answer.get("headers", {})
    if "encoding" in answer:
        headers["Content-Encoding"] = ", ".join(answer["encoding"])
    lines = [f"{name}: {value}".encode("latin-1") for name, value in headers.items() if value is not None]
    return b"\r\n".join([b"HTTP/1.1 %d Reason" % status, *lines]) + b"\r\n\r\n" + sent
