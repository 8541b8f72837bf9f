/// Swift's libc module refers to `hypotf`, which has a new symbol version in glibc 2.35. With this definition the
/// program runs on glibc 2.34 too.
@_cdecl("hypotf")
func hypotenuse(_ x: Float, _ y: Float) -> Float {
    let (x, y) = (Double(x), Double(y))
    return Float((x * x + y * y).squareRoot())
}
