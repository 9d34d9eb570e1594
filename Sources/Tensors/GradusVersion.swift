/// Which release of the library a program was built with.
public enum GradusVersion {
  /// The semantic version (<https://semver.org>), the first one of `CHANGELOG.md`.
  ///
  /// Before 1.0 a minor version may change names; a patch never does.
  public static let current = "0.1.0"
}
