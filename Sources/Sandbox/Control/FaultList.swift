import Synchronization

/// The faults in force, in the order in which they came.
final class FaultList: Sendable {
    private let faults = Mutex<[Fault]>([])

    func add(_ fault: Fault) {
        faults.withLock { $0.append(fault) }
    }

    func removeAll() {
        faults.withLock { $0 = [] }
    }

    var descriptions: [JSONObject] {
        faults.withLock { $0.map(\.description) }
    }

    /// The first fault that is for this request, counted. Those that let it pass are counted as well.
    func take(for request: Request) -> Fault? {
        faults.withLock { faults in
            for index in faults.indices where faults[index].matches(request) {
                guard faults[index].fires() else { continue }
                let fault = faults[index]
                if fault.isSpent { faults.remove(at: index) }
                return fault
            }
            return nil
        }
    }
}
