import CWorkOSDS

/// An out-parameter for a handle. NULL is allowed for `error`; for any other it is an invalid argument.
public typealias HandleOutput = UnsafeMutablePointer<OpaquePointer?>?

/// Runs a call that can fail, and converts its failure to a status and an error object. `made` receives the handle of a
/// call that creates an object. A call that used the reserve fails whatever its result, and releases that object. The
/// out-parameter `error` is only written on failure, so that a caller can pass the same one again and again.
func report(_ error: HandleOutput, _ made: HandleOutput = nil, _ body: () throws(Failure) -> Status) -> workosds_status
{
    do throws(Failure) {
        let status = try body()
        return Reserve.isUsed ? fail(.outOfMemory, error, made) : status.rawValue
    } catch let failure {
        return fail(failure, error, made)
    }
}

/// A call that used the reserve fails with `Failure.outOfMemory`, which exists already, so that the reserve can be left
/// before.
@inline(never)
private func fail(_ failure: Failure, _ error: HandleOutput, _ made: HandleOutput) -> workosds_status {
    var failure = failure
    if Reserve.isUsed {
        failure = .outOfMemory
        Handle.release(made?.pointee)
        made?.pointee = nil
        Reserve.leave()
    }
    error?.pointee = Handle.make(failure)
    return failure.status.rawValue
}

/// The same for a call that returns a handle in `output`. NULL until it succeeds, as the header promises for failures.
func deliver(
    to output: HandleOutput, _ name: StaticString, _ error: HandleOutput, _ body: () throws(Failure) -> AnyObject
) -> workosds_status {
    output?.pointee = nil
    return report(error, output) { () throws(Failure) -> Status in
        guard let output else {
            throw .invalidArgument("\(name) must not be NULL: it receives the result")
        }
        output.pointee = Handle.make(try body())
        return .ok
    }
}
