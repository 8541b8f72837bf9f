/// A running process that shares the work on a database with others.
struct RunningWorker {
    var name: String
    /// Whether it follows the events and writes the content.
    var leads: Bool
    /// The number of directories that it lists.
    var directories: Int
}
