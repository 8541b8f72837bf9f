import CWorkOSDS

/// An out-parameter for a handle.
public typealias HandleOutput = UnsafeMutablePointer<OpaquePointer?>?

/// Runs a call that can fail, and converts its failure to a status and an error object.
func report(_ error: HandleOutput, _ body: () throws(Failure) -> Status) -> workosds_status {
    do throws(Failure) {
        return try body().rawValue
    } catch let failure {
        error?.pointee = Handle.make(failure)
        return failure.status.rawValue
    }
}

/// The same for a call that returns a handle in `output`.
func deliver(
    to output: HandleOutput, _ name: StaticString, _ error: HandleOutput, _ body: () throws(Failure) -> AnyObject
) -> workosds_status {
    output?.pointee = nil
    return report(error) { () throws(Failure) -> Status in
        guard let output else {
            throw .invalidArgument("\(name) must not be NULL: it receives the result")
        }
        output.pointee = Handle.make(try body())
        return .ok
    }
}
