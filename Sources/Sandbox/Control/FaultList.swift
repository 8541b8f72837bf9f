import Synchronization

/// The current faults, in the order in which they were added.
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

    /// The first fault that applies to this request. Every fault that matches counts the request, also if it does not
    /// apply.
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
