import CWorkOSDS

/// The version of the library that is loaded, "0.1.0".
public var libraryVersion: String { String(cString: workosds_version()) }

/// Versions of the library and of those below it, as a JSON object.
public var buildInfo: String { takeString(workosds_build_info()) ?? "{}" }

/// Milliseconds since 1970 of a time as the API writes it; nil where the text is none.
public func timestampMilliseconds(_ text: String) -> Int64? {
    var milliseconds: Int64 = 0
    return workosds_timestamp_ms(text, &milliseconds) == 1 ? milliseconds : nil
}
