import Gradus

extension Fuzzer {
  /// The formats of data sets, which zlib reads from files.
  static let datasets: [Fuzzer] = [
    Fuzzer("idx", .dataset) { input in
      let path = input.file()
      input.parse { _ = try IDXFile(path: path, contents: .images) }
      input.parse { _ = try IDXFile(path: path, contents: .labels).labels(classes: 10) }
    },
    Fuzzer("cifar", .dataset) { input in
      let path = input.file()
      input.parse { _ = try CIFARFile(path: path, variant: .cifar10, records: 1) }
      input.parse { _ = try CIFARFile(path: path, variant: .cifar100, records: 2) }
    },
  ]
}
