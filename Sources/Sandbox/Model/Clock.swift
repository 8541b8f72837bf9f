import Glibc

/// The system clock and the monotonic clock, in nanoseconds.
enum Clock {
    static func realtime() -> Int64 { read(CLOCK_REALTIME) }

    static func monotonic() -> Int64 { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
