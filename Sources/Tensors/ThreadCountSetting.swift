/// What `GRADUS_THREADS` says about the number of threads.
struct ThreadCountSetting {
  /// The number of threads to start with.
  let count: Int
  /// What is wrong with the setting, in one line; nil when it is valid or absent.
  let warning: String?

  /// The numbers of threads that can be asked for.
  static let range = 1...1024

  /// Reads a setting; an absent or a wrong one means a thread for each core.
  init(_ text: String?, cores: Int) {
    let cores = min(max(1, cores), Self.range.upperBound)
    guard let text else {
      (count, warning) = (cores, nil)
      return
    }
    if let number = Int(text), Self.range.contains(number) {
      (count, warning) = (number, nil)
    } else {
      count = cores
      warning =
        "warning: GRADUS_THREADS is \"\(text)\", not a whole number from \(Self.range.lowerBound) to "
        + "\(Self.range.upperBound); using \(cores), one thread for each core"
    }
  }
}
