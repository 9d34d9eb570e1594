import Foundation
import GradusTensors

/// How alike the rows of a matrix are, as directions.
public struct GradientSimilarity: Sendable, Hashable, Codable {
  /// The mean cosine of the angle between two different rows.
  public let meanCosine: Double
  /// The mean of its magnitude: 1 / √columns or less means noise.
  public let meanAbsoluteCosine: Double
  /// The number of rows that are not zero.
  public let count: Int

  /// Compares each pair of rows of `[rows, columns]`; rows of zeros are left out. Without two others
  /// the means are NaN.
  public init(rows: Tensor) {
    let wide = rows.converted(to: .float64).reshaped(to: [rows.shape[0], -1])
    let norms = wide.squared().sum(axes: [1]).squareRoot().scalars
    let used = norms.indices.filter { norms[$0] > 0 && norms[$0].isFinite }
    let pairs = Double(used.count * (used.count - 1))
    count = used.count
    guard pairs > 0 else {
      (meanCosine, meanAbsoluteCosine) = (.nan, .nan)
      return
    }
    let lengths = Tensor(used.map { norms[$0] }, shape: [used.count, 1], dtype: .float64)
    let directions = wide.gathered(used) / lengths
    let cosines = directions.matmul(directions, transposeRHS: true).scalars
    let size = used.count
    let others = cosines.indices.filter { $0 / size != $0 % size }
    meanCosine = others.reduce(0) { $0 + cosines[$1] } / pairs
    meanAbsoluteCosine = others.reduce(0) { $0 + abs(cosines[$1]) } / pairs
  }
}

/// The autocorrelation of a series, which is near zero for white noise.
public enum Autocorrelation {
  /// The correlation of the series with itself, `lag` places on, about its mean; NaN for a series
  /// that is constant or not longer than the lag.
  public static func value(of series: [Double], lag: Int = 1) -> Double {
    precondition(lag >= 0, "autocorrelation: the lag must not be negative, but is \(lag)")
    guard series.count > lag else { return .nan }
    let mean = series.reduce(0, +) / Double(series.count)
    let centred = series.map { $0 - mean }
    let variance = centred.reduce(0) { $0 + $1 * $1 }
    let product = zip(centred, centred.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
    return variance > 0 ? product / variance : .nan
  }
}
