import Gradus

/// The options that would make a file of weights fit a network, as far as their names tell.
package struct NameAdvice {
  private let report: LoadReport

  package init(_ report: LoadReport) { self.report = report }

  /// What of the advice a program has options for, besides those of names.
  package enum Program {
    /// `--classes N` and `--partial`.
    case anyHead
    /// `--classes FILE`, whose names are counted, and whole networks only.
    case namedClasses
    /// Nothing: what does not fit starts at random.
    case training
  }

  /// The options of a program, quoted for a shell.
  package func options(of program: Program) -> [String] {
    arguments.compactMap { option -> String? in
      switch (program, option[0]) {
      case (.namedClasses, "--classes"):
        return "--classes FILE with the names of \(option[1]) classes"
      case (.training, "--classes"), (.namedClasses, "--partial"), (.training, "--partial"):
        return nil
      default: return option.map(\.quotedForShell).joined(separator: " ")
      }
    }
  }

  /// The error that says why nothing was loaded, with the options of a program that would mend it.
  package static func error(_ mismatch: StateMismatch, for program: Program) -> UserError {
    let advice = NameAdvice(mismatch.report).options(of: program)
    return UserError(
      advice.isEmpty ? "\(mismatch)" : "\(mismatch.reason); try \(advice.joined(separator: " "))")
  }

  /// The options, each with its value.
  package var arguments: [[String]] {
    var (missing, unexpected) = (Set(report.missing), report.unexpected)
    var result: [[String]] = []
    if isInTensorFlowsOrder { result.append(["--layout", "\(AxisOrder.hwio.rawValue)"]) }
    if let name = map(missing, unexpected), let map = NameMap.named[name] {
      result.append(["--names", name])
      let rests = unexpected.map { map($0) }
      unexpected = rests.filter { !missing.contains($0) }
      missing.subtract(rests)
    }
    if let prefix = wrapper(missing, unexpected) {
      result.append(["--strip", prefix])
      let rests = unexpected.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
      unexpected = rests.filter { !missing.contains($0) }
      missing.subtract(rests)
    }
    for (old, new) in renamings(report.missing.filter(missing.contains), unexpected) {
      result.append(["--rename", "\(old)=\(new)"])
      unexpected.removeAll { $0.hasPrefix(old) }
      missing = missing.filter { !$0.hasPrefix(new) }
    }
    result += leftOver(unexpected).map { ["--ignore", $0] }
    if let classes { result.append(["--classes", "\(classes)"]) }
    let isMisshapen = !report.wrongShape.isEmpty && classes == nil && !isInTensorFlowsOrder
    if !missing.isEmpty || isMisshapen {
      result.append(["--partial"])
    }
    return result
  }

  /// Whether the filters that do not fit are TensorFlow's, `[kh, kw, in, out]`.
  private var isInTensorFlowsOrder: Bool {
    let filters = report.wrongShape.filter { $0.expected.rank == 4 && $0.found.rank == 4 }
    return !filters.isEmpty
      && filters.allSatisfy { filter in
        let axes = filter.expected.dimensions
        return filter.found.dimensions == [axes[2], axes[3], axes[1], axes[0]]
      }
  }

  /// The map by which most unexpected names are missing ones; nil where none makes half of them so.
  private func map(_ missing: Set<String>, _ unexpected: [String]) -> String? {
    let counts = NameMap.named.keys.sorted().map { name in
      (
        name,
        unexpected.prefix(2_000).count { missing.contains(NameMap.named[name]?($0) ?? "") }
      )
    }
    return counts.max { $0.1 < $1.1 }.flatMap { 2 * $0.1 > unexpected.count ? $0.0 : nil }
  }

  /// A beginning, of whole parts of names, without which the most unexpected names are missing ones.
  private func wrapper(_ missing: Set<String>, _ unexpected: [String]) -> String? {
    var counts: [String: Int] = [:]
    for name in unexpected.prefix(2_000) {
      for end in name.indices where name[end] == "." {
        let rest = String(name[name.index(after: end)...])
        if missing.contains(rest) { counts[String(name[...end]), default: 0] += 1 }
      }
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// Beginnings of unexpected names and of missing ones that stand for them: modules of as many
  /// tensors, whose names end alike.
  private func renamings(_ missing: [String], _ unexpected: [String]) -> [(String, String)] {
    let (here, there) = (Self.modules(missing), Self.modules(unexpected))
    var free = there
    var result: [(String, String)] = []
    for (module, endings) in here.prefix(8) {
      guard
        let place = free.indices.filter({ free[$0].endings == endings }).min(by: {
          EditDistance.between(free[$0].module, module)
            < EditDistance.between(free[$1].module, module)
        })
      else { continue }
      result.append((free[place].module, module))
      free.remove(at: place)
    }
    return result.count <= 4 ? result : []
  }

  /// The modules of some names, in order, each with the last parts of its tensors' names.
  private static func modules(_ names: [String]) -> [(module: String, endings: [String])] {
    var (order, endings) = ([String](), [String: [String]]())
    for name in names.prefix(2_000) where name.utf8.count <= 200 {
      let end = name.lastIndex(of: ".").map(name.index(after:)) ?? name.startIndex
      let module = String(name[..<end])
      if endings[module] == nil { order.append(module) }
      endings[module, default: []].append(String(name[end...]))
    }
    return order.filter { !$0.isEmpty }.map { ($0, endings[$0] ?? []) }
  }

  /// Beginnings of what is left: the first part where several names have it, else the name.
  private func leftOver(_ unexpected: [String]) -> [String] {
    var result: [String] = []
    for name in unexpected where !result.contains(where: name.hasPrefix) {
      let part = name.firstIndex(of: ".").map { String(name[...$0]) } ?? name
      let isShared = unexpected.count { $0.hasPrefix(part) } > 1
      let isOwn = report.loaded.contains { $0.hasPrefix(part) }
      result.append(isShared && !isOwn ? part : name)
    }
    return result.count <= 4 ? result : []
  }

  /// The file's number of classes where only the classifiers' shapes differ.
  private var classes: Int? {
    let counts = Set(
      report.wrongShape.map { mismatch in
        mismatch.expected.rank > 0 && mismatch.found.rank == mismatch.expected.rank
          && mismatch.expected.dimensions.dropFirst() == mismatch.found.dimensions.dropFirst()
          ? mismatch.found[0] : -1
      })
    let expected = Set(report.wrongShape.map { $0.expected.dimensions.first ?? -1 })
    guard counts.count == 1, expected.count == 1, let count = counts.first, count > 0 else {
      return nil
    }
    return count
  }
}
