"""The answers that are whole HTTP messages: how the call ends."""

import dataclasses
import gzip
import zlib

from support.pages import USER


@dataclasses.dataclass(frozen=True)
class AnswerCase:
    """Without `status` the call succeeds and gives these ids. The error's body must be that of the file, unless
    `body_kept` is False: then no complete one came."""

    status: str | None = None
    http_status: int = 0
    call: str = "get_user"
    ids: tuple = ()
    request_id: str | None = None
    code: str | None = None
    says: str = ""
    never_says: tuple = ()
    entries: tuple = ()
    retry_after_ms: int = -1
    body_kept: bool = True
    ending: str = "close"
    options: dict = dataclasses.field(default_factory=dict)
    values: dict = dataclasses.field(default_factory=dict)


JSON_WORDS = ("JSON", "json", "parse", "Unexpected", "token", "offset")


def broken(*statuses, **more):
    """No complete answer: no user is delivered."""
    return AnswerCase("|".join(statuses), call="list", body_kept=False, **more)


def limited(**more):
    return AnswerCase("RATE_LIMITED", 429, says="Rate limit exceeded.", **more)


TWO = (USER(1), USER(2))

FILES = {
    "B64-html-502": AnswerCase("SERVER", 502, request_id="req_b64", never_says=JSON_WORDS),
    "B65-empty-500": AnswerCase("SERVER", 500, request_id="req_b65", never_says=JSON_WORDS),
    "B66-text-401": AnswerCase("AUTHENTICATION", 401, says="Unauthorized"),
    "B67-200-html": AnswerCase("PROTOCOL", 200),
    "B68-200-malformed-json": AnswerCase("PROTOCOL", 200, request_id="req_b68"),
    "B69-charset-content-type": AnswerCase(ids=TWO[:1]),
    "B69b-no-content-type": AnswerCase(ids=TWO[:1]),
    "B70-error-and-description": AnswerCase(
        "BAD_REQUEST", 400, code="invalid_request", says="The cursor is not valid."
    ),
    "B71-422-field-errors": AnswerCase(
        "UNPROCESSABLE",
        422,
        code="validation_failed",
        request_id="req_b71",
        says="Validation failed.",
        entries=(
            {"field": "limit", "code": "limit_too_large", "message": None},
            {"field": "order", "code": "order_invalid", "message": None},
        ),
    ),
    "B72-422-string-errors": AnswerCase(
        "UNPROCESSABLE",
        422,
        says="Validation failed.",
        entries=(
            {"field": None, "code": None, "message": "limit must not be greater than 100"},
            {"field": None, "code": None, "message": "property directory_id should not exist"},
        ),
    ),
    "B73-422-errors-object": AnswerCase("UNPROCESSABLE", 422, says="Validation failed."),
    "B74-error-body-array": AnswerCase("BAD_REQUEST", 400),
    "B75-status-418": AnswerCase("API", 418, says="short and stout"),
    "B76-403": AnswerCase("PERMISSION", 403, code="forbidden", says="This API key may not read directories."),
    "B78-lowercase-headers": AnswerCase("NOT_FOUND", 404, request_id="req_b78"),
    "B78b-no-request-id": AnswerCase("NOT_FOUND", 404),
    "B79-429-seconds": limited(retry_after_ms=2_000),
    "B81-429-no-header": limited(),
    "B82-429-garbage": limited(),
    "B82c-429-huge": limited(retry_after_ms=86_400_000),
    "B82g-429-zero": limited(retry_after_ms=0),
    "B82h-429-html": AnswerCase("RATE_LIMITED", 429, retry_after_ms=1_000, never_says=JSON_WORDS),
    "B83-extra-error-keys": AnswerCase("PERMISSION", 403, code="denied", says="Denied."),
    "B84-long-error-body": AnswerCase("SERVER", 500),
    "B85-delete-204": AnswerCase(call="delete"),
    "B86b-delete-202-empty": AnswerCase(call="delete"),
    "B86d-delete-200-json": AnswerCase(call="delete"),
    "B88-get-204": AnswerCase("PROTOCOL", 204),
    "B88b-get-200-empty": AnswerCase("PROTOCOL", 200),
    "B89-redirect-other-host": AnswerCase("API", 302, says="http://other-host.test:9/steal"),
    "B90-redirect-same-host-301": AnswerCase("API", 301, says="/directory_users/moved"),
    "B91-short-content-length": broken("NETWORK"),
    "B92-chunked-cut-at-boundary": broken("NETWORK"),
    "B93-reset-mid-body": broken("NETWORK", ending="reset"),
    "B94-empty-reply": broken("NETWORK"),
    "B95-close-delimited-cut": AnswerCase("PROTOCOL", 200, call="list"),
    "B95b-close-delimited-complete": AnswerCase(call="list", ids=TWO),
    "B96-gzip": AnswerCase(call="list", ids=TWO),
    "B96b-gzip-cut": broken("PROTOCOL", "NETWORK"),
    "B96f-gzip-bomb-16mib": AnswerCase(call="list"),
    "B97-chunked-split-utf8": AnswerCase(call="list", ids=TWO[:1], values={(0, "first_name"): "Зоя\U0001f3f3\ufe0f"}),
    "B99-http09-garbage": broken("NETWORK", "PROTOCOL"),
    "B100-header-150k": broken("NETWORK", "PROTOCOL", never_says=("out of memory", "Out of memory")),
}

# More answers of the same kinds, written out here: the bytes, and what becomes of them.
USER_BODY = b'{"id":"u1"}'
PAGE_BODY = b'{"data":[{"id":"u1"}],"list_metadata":{}}'


def head(*lines):
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def http(status, body, *lines):
    return head(f"HTTP/1.1 {status} Reason", *lines, f"Content-Length: {len(body)}") + body


def chunked(*chunks, end=b"0\r\n\r\n"):
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + pieces + end


ONE = AnswerCase(ids=("u1",))
INTERIM = head("HTTP/1.1 103 Early Hints", "X-Request-ID: req_interim", "Retry-After: 99", "Link: </x>")

MORE = {
    # Content types are at most a hint (B69c, d).
    "content type text": (http(200, USER_BODY, "content-type: text/plain"), ONE),
    "content type odd case": (http(200, USER_BODY, "CONTENT-TYPE: Application/JSON"), ONE),
    "content type empty": (http(200, USER_BODY, "Content-Type:"), ONE),
    # Statuses.
    "201": (http(201, USER_BODY), ONE),
    "409 (B75b)": (http(409, b'{"code":"conflict","message":"m"}'), AnswerCase("CONFLICT", 409, code="conflict")),
    "599": (http(599, b"{}"), AnswerCase("SERVER", 599)),
    "600": (http(600, b"{}"), AnswerCase("API", 600)),
    "304": (head("HTTP/1.1 304 Not Modified"), AnswerCase("API", 304)),
    "307 without a place": (http(307, b""), AnswerCase("API", 307)),
    "204 with a list": (head("HTTP/1.1 204 No Content"), AnswerCase("PROTOCOL", 204, call="list")),
    "delete 200 HTML (B86c)": (http(200, b"<html>"), AnswerCase(call="delete")),
    "delete 404": (http(404, b"{}"), AnswerCase("NOT_FOUND", 404, call="delete")),
    "delete 302": (http(302, b"", "Location: /x"), AnswerCase("API", 302, call="delete")),
    # Bodies of errors (B72 to B74).
    "422 mixed entries": (
        http(422, b'{"message":"m","errors":["a",{"field":"f"},3,null,{"code":"c","message":"t"}]}'),
        AnswerCase("UNPROCESSABLE", 422, says="m", entries=None),
    ),
    "422 errors null": (http(422, b'{"message":"m","errors":null}'), AnswerCase("UNPROCESSABLE", 422, says="m")),
    "422 errors a text": (http(422, b'{"message":"m","errors":"e"}'), AnswerCase("UNPROCESSABLE", 422, says="m")),
    "400 a number": (http(400, b"5"), AnswerCase("BAD_REQUEST", 400)),
    "400 null": (http(400, b"null"), AnswerCase("BAD_REQUEST", 400)),
    "400 a message of another type": (http(400, b'{"message":{"a":1},"code":7}'), AnswerCase("BAD_REQUEST", 400)),
    "400 Latin-1 (B84b)": (http(400, b'{"message":"caf\xe9"}'), AnswerCase("BAD_REQUEST", 400, says="caf")),
    "400 NUL and controls": (http(400, b"a\0b\x1b[31m\r\nc\xc2\x85"), AnswerCase("BAD_REQUEST", 400)),
    "400 a NUL in the message": (http(400, b'{"message":"a\\u0000b"}'), AnswerCase("BAD_REQUEST", 400)),
    "400 deep": (http(400, b"[" * 100_000), AnswerCase("BAD_REQUEST", 400)),
    "400 cut JSON": (http(400, b'{"message":"'), AnswerCase("BAD_REQUEST", 400)),
    # The request id.
    "a request id in Latin-1": (
        http(400, b"{}", "X-Request-ID: r\xe9q"),
        AnswerCase("BAD_REQUEST", 400, request_id=...),
    ),
    "two request ids": (
        http(400, b"{}", "X-Request-ID: one", "X-Request-ID: two"),
        AnswerCase("BAD_REQUEST", 400, request_id=...),
    ),
    "an empty request id": (http(400, b"{}", "X-Request-ID: "), AnswerCase("BAD_REQUEST", 400)),
    # Interim answers.
    "100": (head("HTTP/1.1 100 Continue") + http(200, USER_BODY), ONE),
    "102, 103": (head("HTTP/1.1 102 Processing") + INTERIM * 20 + http(200, USER_BODY), ONE),
    "103, then 429": (INTERIM + http(429, b"{}"), AnswerCase("RATE_LIMITED", 429)),
    "103, then 404": (INTERIM + http(404, b"{}", "X-Request-ID: r"), AnswerCase("NOT_FOUND", 404, request_id="r")),
    "103, then nothing": (INTERIM, broken("NETWORK")),
    "101": (head("HTTP/1.1 101 Switching Protocols", "Upgrade: x") + b"binary", broken("NETWORK", "PROTOCOL", "API")),
    # HTTP/1.0.
    "1.0 until the end": (head("HTTP/1.0 200 OK") + USER_BODY, ONE),
    "1.0 with a length": (head("HTTP/1.0 200 OK", "Content-Length: 11") + USER_BODY, ONE),
    "1.0 cut": (head("HTTP/1.0 200 OK", "Content-Length: 12") + USER_BODY, broken("NETWORK")),
    "1.0 404": (head("HTTP/1.0 404 Not Found") + b"{}", AnswerCase("NOT_FOUND", 404)),
    "1.0 without headers": (b"HTTP/1.0 200 OK\r\n\r\n" + USER_BODY, ONE),
    # Framing.
    "chunks of one byte": (chunked(*(bytes([byte]) for byte in USER_BODY)), ONE),
    "chunked, with trailers": (chunked(USER_BODY, end=b"0\r\nX-Request-ID: t\r\nRetry-After: 5\r\n\r\n"), ONE),
    "chunked, upper-case length": (chunked(b" " * 171 + USER_BODY).replace(b"b6", b"B6"), ONE),
    "chunked, cut in the last line": (chunked(PAGE_BODY, end=b"0\r\n"), broken("NETWORK")),
    "chunked, no last chunk (B92b)": (chunked(PAGE_BODY, end=b""), broken("NETWORK")),
    "chunked, no length": (chunked(PAGE_BODY, end=b"\r\n\r\n"), broken("NETWORK", "PROTOCOL")),
    "chunked, length not hexadecimal": (chunked(end=b"zz\r\nx\r\n0\r\n\r\n"), broken("NETWORK", "PROTOCOL")),
    "chunked, length negative": (chunked(end=b"-1\r\nx\r\n0\r\n\r\n"), broken("NETWORK", "PROTOCOL")),
    "chunked, length huge": (chunked(end=b"f" * 40 + b"\r\nx"), broken("NETWORK", "PROTOCOL")),
    "length negative (B99b)": (
        head("HTTP/1.1 200 OK", "Content-Length: -1") + PAGE_BODY,
        broken("NETWORK", "PROTOCOL"),
    ),
    "length huge": (head("HTTP/1.1 200 OK", f"Content-Length: {'9' * 30}") + PAGE_BODY, None),
    "length one too large (B99c)": (head("HTTP/1.1 200 OK", "Content-Length: 42") + PAGE_BODY, broken("NETWORK")),
    "length one too small": (
        head("HTTP/1.1 200 OK", "Content-Length: 40") + PAGE_BODY,
        AnswerCase("PROTOCOL", 200, call="list", body_kept=False),
    ),
    "status line without a number": (b"HTTP/1.1 OK\r\n\r\n" + PAGE_BODY, broken("NETWORK", "PROTOCOL", "API")),
    "status line of HTTP/2": (b"HTTP/2 200\r\n\r\n" + PAGE_BODY, None),
    "HTTP/0.9": (PAGE_BODY, broken("NETWORK", "PROTOCOL")),
    "cut in the status line": (b"HTTP/1.1 20", broken("NETWORK", "PROTOCOL")),
    "cut in the headers": (b"HTTP/1.1 200 OK\r\nContent-Le", broken("NETWORK")),
    "a header without a colon": (head("HTTP/1.1 200 OK", "nonsense", "Content-Length: 11") + USER_BODY, None),
    "a NUL in a header": (head("HTTP/1.1 200 OK", "X: a\0b", "Content-Length: 41") + PAGE_BODY, None),
    "10,000 headers": (head("HTTP/1.1 200 OK", *["X: y"] * 10_000, "Content-Length: 11") + USER_BODY, None),
    # Codings (B96c to e).
    "unknown coding": (
        http(200, PAGE_BODY, "Content-Encoding: br"),
        broken("PROTOCOL", "NETWORK"),
    ),
    "no gzip inside": (http(200, PAGE_BODY, "Content-Encoding: gzip"), broken("PROTOCOL", "NETWORK")),
    "gzip twice": (
        http(200, gzip.compress(gzip.compress(USER_BODY)), "Content-Encoding: gzip, gzip"),
        ONE,
    ),
    "gzip, nothing inside": (
        http(200, gzip.compress(b""), "Content-Encoding: gzip"),
        AnswerCase("PROTOCOL", 200, body_kept=False),
    ),
    "gzip, wrong checksum": (
        http(200, gzip.compress(PAGE_BODY)[:-8] + bytes(8), "Content-Encoding: gzip"),
        broken("PROTOCOL", "NETWORK"),
    ),
    "gzip, two members": (
        http(200, gzip.compress(PAGE_BODY) + gzip.compress(b"{}"), "Content-Encoding: gzip"),
        broken("PROTOCOL", "NETWORK"),
    ),
    "gzip, an error's body": (
        http(401, gzip.compress(b'{"message":"No."}'), "Content-Encoding: gzip"),
        AnswerCase("AUTHENTICATION", 401, says="No.", body_kept=False),
    ),
    "deflate": (http(200, zlib.compress(USER_BODY), "Content-Encoding: deflate"), ONE),
    "coding identity": (http(200, USER_BODY, "Content-Encoding: identity"), ONE),
}

# Retry-After -> milliseconds; -1: as if absent.
RETRY_AFTER = {
    "0": 0,
    "1": 1_000,
    "007": 7_000,
    "  3  ": 3_000,
    "86400": 86_400_000,
    "-1": -1,
    "+1": -1,
    "1.5": -1,
    "1e3": -1,
    "1s": -1,
    "1 2": -1,
    "0x10": -1,
    "": -1,
    "soon": -1,
    "Thu, 01 Jan 1970 00:00:00 GMT": 0,
    "Sun, 06 Nov 1994 08:49:37 GMT": 0,
    "Sunday, 06-Nov-94 08:49:37 GMT": 0,
    "Sun Nov  6 08:49:37 1994": 0,
    "Sun, 06 Nov 2044": -1,
    "Sun, 32 Nov 2044 08:49:37 GMT": -1,
    "Sun, 06 Foo 2044 08:49:37 GMT": -1,
    "2044-11-06T08:49:37Z": -1,
}
