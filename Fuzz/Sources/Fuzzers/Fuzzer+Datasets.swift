import Gradus

extension Fuzzer {
  /// The formats of data sets.
  static let datasets: [Fuzzer] = [
    Fuzzer("idx") { path in
      var images: [Int]?
      var failure: (any Error)?
      do { images = try IDXFile(path: path, contents: .images).dimensions } catch {
        failure = error
      }
      if images == nil {
        do {
          let labels = try IDXFile(path: path, contents: .labels)
          _ = try labels.labels(classes: 10)
          failure = nil
        } catch { failure = error }
      }
      if let failure { throw failure }
    },
    Fuzzer("cifar") { path in
      do {
        _ = try CIFARFile(path: path, variant: .cifar10, records: 1)
      } catch {
        _ = try CIFARFile(path: path, variant: .cifar100, records: 2)
      }
    },
  ]
}
