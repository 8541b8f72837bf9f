/// Metrics for Prometheus. Times instead of ages, because an age would not grow after the process has ended.
extension MirrorReport {
    func metrics(_ requests: RequestStatistics) -> String {
        var metrics = Metrics()
        func seconds(_ time: String?) -> Double? { Moment(time).map { Double($0.milliseconds) / 1000 } }
        metrics.add(
            "last_success_timestamp_seconds", "When the last cycle without an error ended.", seconds(lastSuccessAt))
        metrics.add("last_error_timestamp_seconds", "When a cycle last failed.", seconds(lastErrorAt))
        metrics.add(
            "failing", "1 if the last cycle failed.",
            seconds(lastErrorAt).map { failedAt in
                seconds(lastSuccessAt).map { $0 < failedAt } ?? true ? 1 : 0
            } ?? 0)
        metrics.add("caught_up_timestamp_seconds", "The file contains all events until this time.", seconds(caughtUpAt))
        metrics.add("listed_timestamp_seconds", "When the last full listing ended.", seconds(listedAt))
        metrics.add(
            "event_timestamp_seconds", "The time of the newest applied event.", seconds(eventCursorAt))
        metrics.add("written_timestamp_seconds", "When this file was written.", Double(now.milliseconds) / 1000)
        metrics.add(
            "records", "The number of records in the file.",
            [("directory", directories), ("group", groups), ("user", users), ("membership", memberships)].map {
                ([("kind", $0.0)], Double($0.1))
            })
        metrics.add("changes", "Rows of the table changes.", Double(changes))
        metrics.add("last_change", "The number of the newest row of the table changes.", lastChange.map(Double.init))
        metrics.add("listing", "1 while a full listing is in progress.", listing == nil ? 0 : 1)
        metrics.add("listing_users", "Users listed so far by the current listing.", listing.map { Double($0.users) })
        metrics.add("held_directories", "Directories with a held removal.", Double(held.count))
        metrics.add(
            "held", "1 for each directory with a held removal.",
            held.map { ([("directory", $0.directory)], 1) })
        metrics.add("marked_directories", "Directories that must be listed again.", Double(marked.count))
        metrics.add(
            "marked", "1 for each directory that must be listed again.",
            marked.map { ([("directory", $0.directory)], 1) })
        if !workers.isEmpty {
            metrics.add("workers", "Running workers on the database.", Double(workers.count))
        }
        metrics.add(
            "process_requests", "Requests sent by this process, including retries.", Double(requests.total))
        metrics.add("process_failed_requests", "Failed requests of this process.", Double(requests.failed))
        metrics.add(
            "process_rate_limited_requests", "Requests of this process that got HTTP 429.",
            Double(requests.refusedByRate))
        metrics.add(
            "process_waited_seconds", "Seconds that this process has waited before retries.", requests.waited)
        metrics.add("file_bytes", "Size of the database.", Double(fileSize))
        metrics.add("wal_bytes", "Size of its write-ahead log.", Double(walSize))
        return metrics.text
    }
}
