import Glibc

/// The time that this thread's processor needs for `work`, whatever else the machine does. A test that repeats linear work
/// has a limit far above it, which only quadratic work exceeds.
func processorTime(_ work: () throws -> Void) rethrows -> Duration {
    let start = threadTime()
    try work()
    return threadTime() - start
}

private func threadTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
