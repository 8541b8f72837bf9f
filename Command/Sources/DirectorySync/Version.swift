import CWorkOSDS
import Glibc

/// The version of the library that is loaded, "0.1.0".
public var libraryVersion: String { String(cString: workosds_version()) }

/// Versions of the library and of those below it, as a JSON object.
public var buildInfo: String { takeString(workosds_build_info()) ?? "{}" }

/// Milliseconds since 1970 as the API takes a time: "2026-01-15T12:00:00.000Z".
public func timestampText(milliseconds: Int64) -> String {
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 40) { buffer in
        strftime(buffer.baseAddress, buffer.count, "%Y-%m-%dT%H:%M:%S", &parts)
        return String(cString: buffer.baseAddress!)
    }
    let fraction = String(rest)
    return text + "." + String(repeating: "0", count: max(0, 3 - fraction.count)) + fraction + "Z"
}

/// Milliseconds since 1970 of a time as the API writes it; nil where the text is none.
public func timestampMilliseconds(_ text: String) -> Int64? {
    var milliseconds: Int64 = 0
    return workosds_timestamp_ms(text, &milliseconds) == 1 ? milliseconds : nil
}
