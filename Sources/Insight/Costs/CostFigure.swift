import GradusPlots

/// A number with the unit it is counted in and the unit it is printed in.
public struct CostFigure: Sendable, Hashable {
  /// The exact number.
  public let count: Int
  /// What it counts: `MAC`, `FLOP`, `parameters`, `elements` or `bytes`.
  public let unit: String
  /// What the printed number is divided by.
  public let divisor: Double
  /// The unit of the printed number, `GMAC`.
  public let printedUnit: String

  /// The number in the printed unit.
  public var value: Double { Double(count) / divisor }

  /// The number with three digits after the point and its unit, `4.089 GMAC`.
  public var description: String {
    NumberText.fixed(value, decimals: 3) + " " + printedUnit
  }
}

extension CostConvention {
  /// The number of parameters; nil where the convention has none.
  public func parameters(of costs: NetworkCosts) -> CostFigure? {
    func figure(_ count: Int) -> CostFigure {
      CostFigure(count: count, unit: "parameters", divisor: 1e6, printedUnit: "M")
    }
    switch parameters {
    case .trainable: return figure(costs.parameters)
    case .withAuxiliary: return figure(costs.parametersWithAuxiliary)
    case .trainableBinary:
      return CostFigure(
        count: costs.parameters, unit: "parameters", divisor: 0x1p20, printedUnit: "M (÷2²⁰)")
    case .trainableBytes: return .bytes(4 * costs.parameters)
    case .withStatistics: return figure(costs.parameters + costs.buffers)
    case .withStatisticsAndBiases:
      return figure(costs.parameters + costs.buffers + costs.absentConvolutionBiases)
    case .withStatisticsWithoutScales:
      return figure(costs.parameters + costs.buffers - costs.normalizationScales)
    case .none: return nil
    }
  }

  /// The arithmetic of a forward run; nil where the convention has none.
  public func arithmetic(of costs: NetworkCosts) -> CostFigure? {
    func figure(_ count: Int, _ unit: String = "MAC") -> CostFigure {
      CostFigure(count: count, unit: unit, divisor: 1e9, printedUnit: "G\(unit)")
    }
    switch arithmetic {
    case .multiplyAdds: return figure(costs.multiplyAdds)
    case .multiplyAddsAndWindows: return figure(costs.multiplyAdds + costs.localWindowElements)
    case .multiplyAddsAndNormalizations:
      return figure(
        costs.multiplyAdds + 2 * costs.total(\.outputElements, of: [.normalization])
          + costs.globalPoolingInputs)
    case .floatingPoint:
      return figure(2 * costs.multiplyAdds + costs.total(\.elementOperations), "FLOP")
    case .none: return nil
    }
  }

  /// The memory; nil where the convention has none, or needs a training run that was not measured.
  public func memory(of costs: NetworkCosts, saved: SavedForBackward? = nil) -> CostFigure? {
    switch memory {
    case .convolutions: return .bytes(4 * costs.convolutionOutputElements)
    case .convolutionsAndPoolings:
      return .bytes(4 * costs.total(\.outputElements, of: [.convolution, .pooling]))
    case .weightedElements:
      return CostFigure(
        count: costs.total(\.outputElements, of: [.convolution, .matrixProduct]),
        unit: "elements", divisor: 1e6, printedUnit: "M elements")
    case .images: return .bytes(4 * (costs.input.count + costs.total(\.storedElements)))
    case .weights: return .bytes(4 * (costs.parameters + costs.buffers))
    case .savedForBackward: return saved.map { .bytes($0.total) }
    case .none: return nil
    }
  }
}

extension CostFigure {
  /// A number of bytes, printed in MiB.
  static func bytes(_ count: Int) -> CostFigure {
    CostFigure(count: count, unit: "bytes", divisor: 0x1p20, printedUnit: "MiB")
  }
}

extension NetworkCosts {
  /// Pixels looked at by poolings with a window, k² for each result; global poolings are left out.
  var localWindowElements: Int {
    operations.reduce(0) { $0 + ($1.isGlobalPooling ? 0 : $1.windowElements) }
  }

  /// What poolings to a fixed size read.
  var globalPoolingInputs: Int {
    operations.reduce(0) { $0 + ($1.isGlobalPooling ? $1.inputElements : 0) }
  }
}
