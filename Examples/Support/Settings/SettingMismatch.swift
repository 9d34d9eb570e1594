/// What a setting takes instead of what it was given: "a whole number from 1 to 16384".
package struct SettingMismatch: Error {
  /// In words, after "takes".
  package let expected: String
}
