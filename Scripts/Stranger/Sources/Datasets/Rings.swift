/// Points in the plane and the ring they are on.
public enum Rings {
  /// The radius of each class.
  public static let radii = [0.5, 1.5, 2.5]
}
