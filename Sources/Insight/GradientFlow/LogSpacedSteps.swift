/// The steps at which a quantity that changes fast at first is worth a look: 0, 1, 3, 10, 30, 100.
///
/// A gradient norm taken at a single step can show exploding, healthy or vanishing gradients.
public enum LogSpacedSteps {
  /// Whether a step is 0, a power of ten, or three times one.
  public static func contains(_ step: Int) -> Bool {
    guard step > 0 else { return step == 0 }
    var rest = step
    while rest % 10 == 0 { rest /= 10 }
    return rest == 1 || rest == 3
  }
}
