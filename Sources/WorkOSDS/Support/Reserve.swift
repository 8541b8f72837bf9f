import CPlatform

/// The memory for Swift's allocations that the system refuses (reserve.h). Without it Embedded Swift ends the process
/// when malloc returns NULL. A call that used it fails. Objects created before its first use in a call are not in it;
/// later ones may be, so none of them can be kept after the call.
enum Reserve {
    /// Whether the current call of this thread used it, and therefore has to fail.
    static var isUsed: Bool { used != 0 }

    /// Grows with the allocations of this call that are still in it; 0 if the call did not use it.
    static var used: Int { cplatform_reserve_used() }

    /// For the end of each call: makes it available to other threads.
    static func leave() { cplatform_reserve_leave() }
}
