import GradusInterchange

/// The value of a setting that TensorBoard compares runs by.
public enum HyperParameter: Sendable, Hashable {
  /// A number.
  case number(Double)
  /// A word.
  case text(String)
  /// A switch.
  case flag(Bool)

  /// A `google.protobuf.Value`.
  fileprivate func write(to writer: inout WireWriter) {
    switch self {
    case .number(let value): writer.double(2, value)
    case .text(let value): writer.text(3, value)
    case .flag(let value): writer.integer(4, value ? 1 : 0)
    }
  }

  /// Its number among the types of `HParamInfo`.
  fileprivate var type: Int {
    switch self {
    case .text: 1
    case .flag: 2
    case .number: 3
    }
  }
}

extension TensorBoardLog {
  /// Writes the settings of the run and the names of the numbers that it is judged by, for the page that
  /// compares runs. Throws `FileError`; traps on a step below the one before.
  ///
  /// - Parameters:
  ///   - settings: the settings by name.
  ///   - metrics: tags of scalars.
  ///   - step: the step.
  public func hyperParameters(
    _ settings: [String: HyperParameter], metrics: [String], step: Int = 0
  ) throws {
    let sorted = settings.sorted { $0.key < $1.key }
    try plugin("_hparams_/experiment", step: step) { data in
      data.message(2) { experiment in
        for (name, value) in sorted {
          experiment.message(4) {
            $0.text(1, name)
            $0.integer(4, value.type)
          }
        }
        for metric in metrics { experiment.message(5) { $0.message(1) { $0.text(2, metric) } } }
      }
    }
    try plugin("_hparams_/session_start_info", step: step) { data in
      data.message(3) { start in
        for (name, value) in sorted {
          start.message(1) {
            $0.text(1, name)
            $0.message(2, value.write)
          }
        }
      }
    }
  }

  /// Writes that the run has ended, and whether as it should. Throws `FileError`; traps on a step below the
  /// one before.
  public func finished(successfully isSuccess: Bool, step: Int) throws {
    try plugin("_hparams_/session_end_info", step: step) { data in
      data.message(4) { $0.integer(1, isSuccess ? 1 : 2) }
    }
  }

  private func plugin(
    _ tag: String, step: Int, _ write: @escaping (inout WireWriter) -> Void
  ) throws {
    try summary(step: step) { summary in
      summary.message(1) {
        $0.text(1, tag)
        $0.message(8) {
          $0.integer(1, 1)  // float, of which there are none
          $0.message(2) { $0.message(2) { $0.integer(1, 0) } }
        }
        $0.message(9) { metadata in
          metadata.message(1) { plugin in
            plugin.text(1, "hparams")
            plugin.message(2, write)
          }
        }
      }
    }
  }
}
