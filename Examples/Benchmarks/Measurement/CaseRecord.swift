/// What was measured of a case; the peers' programs print the same keys.
struct CaseRecord: Codable {
  /// The case's name.
  let name: String
  /// How the work was done, where a program knows several ways; empty otherwise.
  var variant = ""
  /// Images a repetition.
  let batch: Int
  /// Threads in use.
  let threads: Int
  /// Seconds a repetition, after warm-up.
  let seconds: Quartiles
  /// Seconds of each repetition in the order they ran.
  let samples: [Double]
  /// Images a second at the median.
  let imagesPerSecond: Double
  /// Effective arithmetic at the median, in 10⁹ operations a second; nil where nobody counts.
  var gigaflops: Double?
  /// The same as a share of the machine's fastest matrix products in this run.
  var shareOfPeak: Double?
  /// The most memory the process had, in bytes; nil where the system does not tell.
  let peakResidentBytes: Int?
  /// From the start of the process to the end of the first repetition, in seconds.
  let firstRepetitionSeconds: Double?
}

/// What a run of the program prints with `--json`.
struct RunRecord: Codable {
  /// Which program measured.
  var program = "gradus"
  /// The machine and its libraries, in words.
  let machine: String
  let results: [CaseRecord]
}
