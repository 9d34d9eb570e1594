/// Runs `body` for 0 up to a small constant.
///
/// The compiler unrolls short loops whole, so that what is indexed by them stays in registers, and
/// leaves longer ones alone: these are cut.
@inline(__always)
func unrolled(_ count: Int, _ body: (Int) -> Void) {
  for index in 0..<min(count, 8) { body(index) }
  if count > 8 {
    for index in 8..<count { body(index) }
  }
}
