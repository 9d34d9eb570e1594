import ArgumentParser

/// A list of data sets, `fashion-mnist,mnist,folder:DIR`.
struct DatasetList: ExpressibleByArgument {
  let choices: [DatasetChoice]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { DatasetChoice(String($0)) }
    guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { return nil }
    choices = parts.compactMap { $0 }
  }
}
