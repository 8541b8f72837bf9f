"""The library's rules, each with one way to break it.

The text, without its braces, occurs exactly once in Sources/WorkOSDS, in whatever file. The expression in the braces is
replaced by another of the same type.
"""

import typing


class Mutation(typing.NamedTuple):
    rule: str
    text: str
    replacement: str


MUTATIONS = [
    # Listing
    Mutation(
        "max_items is exact",
        "itemsLeft = {{list.maximumItems ?? .max}}",
        "list.maximumItems.map { $0 &+ 1 } ?? .max",
    ),
    Mutation(
        "a repeated cursor is an error",
        "return {{isNew}} ? .page(cursor) : .loop(cursor)",
        "isNew || true",
    ),
    Mutation(
        "the first cursor counts as seen",
        "if let start = {{list.start}} { _ = seen.insert(start) }",
        "nil",
    ),
    Mutation(
        "10,000 empty pages end a listing",
        "if {{emptyPages >= Self.maximumEmptyPages}} {",
        "emptyPages > Self.maximumEmptyPages",
    ),
    Mutation(
        "an empty page is not the end",
        "guard let cursor = {{direction == .forward ? page.after : page.before}} else",
        "page.count == 0 ? nil : direction == .forward ? page.after : page.before",
    ),
    Mutation('the cursor "" is the end', "return {{bytes.isEmpty}} ? nil : bytes\n", "false"),
    Mutation("the cursor null is the end", 'if {{start.current == "n"}} { return nil }', "false"),
    Mutation("limit is at most 100", "if limit < 0 || {{limit > maximumLimit}} {", "false"),
    Mutation("no request beyond max_items", "itemsLeft > {{Int64(count &- position)}}", "0"),
    # Retries
    Mutation("max_retries is exact", "guard {{attempt <= maximumRetries}},", "attempt < maximumRetries"),
    Mutation("Retry-After sets the wait", "if let wanted = {{outcome.retryAfter}} {", "nil"),
    Mutation("no retry if Retry-After exceeds max_retry_wait_ms", "return {{wanted <= maximumWait}} ? .retry", "true"),
    Mutation("a POST that may have been sent is not retried", "isTransient && ({{method != .post}} ||", "true"),
    Mutation(
        "HTTP 501 is not retried",
        "case .server: isTransient = {{isTemporary(outcome.httpStatus)}}",
        "isTemporary(outcome.httpStatus) || outcome.httpStatus == 501",
    ),
    Mutation("HTTP 408 is retried", "case .api: isTransient = {{outcome.httpStatus == 408}}", "false"),
    Mutation(
        "404 after a retried DELETE is success", "return status == .ok || {{status == .notFound}} && method", "false"
    ),
    Mutation("404 after the first DELETE is an error", "&& method == .delete && {{outcomeIsUnknown}}", "true"),
    # Time limits and pace
    Mutation("call_timeout_ms limits a call", "if {{isAwaited}} { callLimit.start(now: now) }", "false"),
    Mutation(
        "no time limit runs while looking ahead",
        "if {{isAwaited}} {\n                requestLimit.start(now: now)",
        "true",
    ),
    Mutation("requests for users are paced", "if {{free > now}} { return .wait(until: free) }", "false"),
    # Requests
    Mutation(
        "plain http needs a loopback host",
        "if url.isPlainHTTP, !url.isLoopback, {{given.allow_plain_http == 0}} {",
        "false",
    ),
    Mutation('".." is not an id', 'id == StaticText.bytes(".") || {{id == StaticText.bytes("..")}}', "false"),
    Mutation("the API key is redacted", "{{$0.count >= Self.shortest}} ? $0 : []", "false"),
    # Responses
    Mutation(
        "max_response_bytes is exact",
        "if {{length > maximumBody &- body.count}} {",
        "length >= maximumBody &- body.count",
    ),
    Mutation("JSON may be 512 deep", "if {{depth == Self.maximumDepth}} { throw .tooDeep", "depth == 511"),
    Mutation("a NUL in a text becomes U+FFFD", "encode({{scalar == 0 && !exact}} ? 0xFFFD : scalar", "false"),
    Mutation('the state "linked" reads "active"', 'if {{name.equals("linked")}} {', "false"),
    # Webhooks
    Mutation("a webhook has a tolerance", "signature.isWithin({{tolerance}}, of: now)", "Int64.max"),
    Mutation(
        "each v1 of a webhook is compared",  # only one in the first 60 bytes: the second begins later
        "{{digest.equals(right)}} { found = true }",
        "digest.equals(right) && part.lowerBound < 60",
    ),
    Mutation("a webhook has one time", "guard {{times == 1}}, hasDigest", "times >= 1"),
]
