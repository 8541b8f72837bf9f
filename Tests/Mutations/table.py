"""The library's rules, each broken in one place. A text is looked for in all of Sources/WorkOSDS and must stand there
once, so that a rule may move to another file but not change without its mutation."""

import typing


class Mutation(typing.NamedTuple):
    rule: str
    text: str
    replacement: str


MUTATIONS = [
    # Listing
    Mutation(
        "max_items counts", "listing.query.maximumItems ?? .max", "listing.query.maximumItems.map { $0 &+ 1 } ?? .max"
    ),
    Mutation(
        "a repeated cursor is an error",
        "return seen.insert(cursor) ? .page(cursor) : .loop(cursor)",
        "_ = seen.insert(cursor)\n        return .page(cursor)",
    ),
    Mutation("the starting cursor counts as seen", "if let start = query.start { _ = seen.insert(start) }", ""),
    Mutation(
        "10,000 empty pages end a listing", "emptyPages >= Self.mostEmptyPages", "emptyPages > Self.mostEmptyPages"
    ),
    Mutation(
        "an empty page is not the end",
        "guard let cursor = direction == .forward ? page.after : page.before else",
        "guard page.count > 0, let cursor = direction == .forward ? page.after : page.before else",
    ),
    Mutation('a cursor "" is the end', "return bytes.isEmpty ? nil : bytes\n", "return bytes\n"),
    Mutation("a cursor null is the end", 'if start.current == UInt8(ascii: "n") { return nil }', ""),
    Mutation("limit is at most 100", "limit < 0 || limit > Self.maximumLimit", "limit < 0"),
    Mutation("no request beyond max_items", "itemsLeft > Int64(page.index.count &- position)", "itemsLeft > 0"),
    # Retries
    Mutation("max_retries counts", "guard attempt <= maximumRetries,", "guard attempt < maximumRetries,"),
    Mutation(
        "Retry-After decides",
        "if let wanted = outcome.retryAfter { return wanted <= maximumWait ? .retry(wait: wanted) : .giveUp }",
        "",
    ),
    Mutation(
        "no retry where Retry-After is too long",
        "wanted <= maximumWait ? .retry(wait: wanted) : .giveUp",
        ".retry(wait: min(wanted, maximumWait))",
    ),
    Mutation(
        "a POST that may have been sent is not repeated",
        "isTransient && (method != .post || outcome.status == .rateLimited || !outcome.wasSent)",
        "isTransient",
    ),
    Mutation("HTTP 501 is not retried", "case 500, 502, 503, 504,", "case 500...504,"),
    Mutation("HTTP 408 is retried", "isTransient = outcome.httpStatus == 408", "isTransient = false"),
    Mutation(
        "404 after a repeated DELETE is success",
        "if status == .ok || status == .notFound && request.method == .delete && outcomeIsUnknown {",
        "if status == .ok {",
    ),
    Mutation(
        "404 of a first DELETE is an error",
        "request.method == .delete && outcomeIsUnknown {",
        "request.method == .delete {",
    ),
    # Time limits and pace
    Mutation("call_timeout_ms", "if isAwaited { callLimit.start(now: now) }", ""),
    Mutation(
        "no time limit runs while looking ahead",
        "if isAwaited { startAttemptLimits(now: now) }",
        "startAttemptLimits(now: now)",
    ),
    Mutation("the pace is kept", "if free > now { return .wait(until: free) }", ""),
    # What is sent, and where
    Mutation(
        "plain http needs a loopback host",
        "if url.isPlainHTTP, !url.isLoopback, given.allow_plain_http == 0 {",
        "if url.isPlainHTTP, !url.isLoopback, given.allow_plain_http < 0 {",
    ),
    Mutation(
        'an id is not ".."',
        'id == StaticText.bytes(".") || id == StaticText.bytes("..")',
        'id == StaticText.bytes(".")',
    ),
    Mutation("the API key is redacted", "self.key = key.count >= Self.shortest ? key : []", "self.key = []"),
    # What comes back
    Mutation(
        "max_response_bytes",
        "if length > options.maximumBody &- body.count {",
        "if length >= options.maximumBody &- body.count {",
    ),
    Mutation(
        "JSON is at most 512 deep", "if depth == Self.maximumDepth { throw .tooDeep", "if depth == 511 { throw .tooDeep"
    ),
    Mutation("a NUL in a text becomes U+FFFD", "scalar == 0 && !exact ? 0xFFFD : scalar", "scalar"),
    Mutation("the state linked is called active", 'if state.equals("linked") { return "active" }', ""),
    # Webhooks
    Mutation(
        "a webhook's tolerance",
        "guard signature.isWithin(tolerance, of: now) else",
        "guard signature.isWithin(.max, of: now) else",
    ),
    Mutation("any v1 of a webhook may match", "for digest in digests where", "for digest in digests.prefix(1) where"),
    Mutation("a webhook has one time", "guard times == 1,", "guard times >= 1,"),
]
