/// Swift's module of libc refers to `hypotf`, of which glibc 2.35 has a version that no older one has. The program's own
/// takes its place, and 2.34 is enough.
@_cdecl("hypotf")
func hypotenuse(_ x: Float, _ y: Float) -> Float {
    let (x, y) = (Double(x), Double(y))
    return Float((x * x + y * y).squareRoot())
}
