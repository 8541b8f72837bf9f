import CWorkOSDS

/// The version of the loaded library, "0.1.0".
public var libraryVersion: String { String(cString: workosds_version()) }

/// The versions of the loaded library and of those it uses, as a JSON object with the members `version`, `swift`,
/// `libcurl`, `tls`, `zlib` and `jansson`.
public var buildInfo: String { String(taking: workosds_build_info()) ?? "{}" }

/// Converts a time as the API writes it to milliseconds since 1970-01-01 UTC.
///
/// Accepts "2026-01-15T12:00:00.000Z", offsets ("+0000", "+00:00"), a space in place of the T, a fraction of up to nine
/// digits or none, and no zone (UTC). Returns nil if the text is not a time.
public func timestampMilliseconds(_ text: String) -> Int64? {
    var milliseconds: Int64 = 0
    return workosds_timestamp_ms(text, &milliseconds) == 1 ? milliseconds : nil
}
