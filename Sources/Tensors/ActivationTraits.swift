/// What is known of an activation without computing it.
public struct ActivationTraits: Sendable, Hashable {
  /// Whether it is 0 at 0, as ReLU and the hyperbolic tangent are and the sigmoid is not.
  public let keepsZero: Bool
  /// Whether it cuts off what is below 0, so that a unit that never gets above is dead.
  public let rectifies: Bool
  /// Operations on numbers per element; an elementary function such as exp counts as one.
  public let elementOperations: Int

  /// States the traits of an activation.
  public init(keepsZero: Bool, rectifies: Bool = false, elementOperations: Int = 1) {
    self.keepsZero = keepsZero
    self.rectifies = rectifies
    self.elementOperations = elementOperations
  }
}
