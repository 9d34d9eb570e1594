import Foundation
import Gradus

/// Operations over the last axis, written as their formulas read, in double precision.
public enum ReferenceRows {
  /// The rows of the last axis.
  public static func rows(_ tensor: Tensor) -> [[Double]] {
    let (all, length) = (tensor.scalars, tensor.shape[-1])
    return stride(from: 0, to: all.count, by: length).map { Array(all[$0..<$0 + length]) }
  }

  /// The columns of the matrix that remains when all axes but the last are joined.
  public static func columns(_ tensor: Tensor) -> [[Double]] {
    let rows = rows(tensor)
    return (0..<tensor.shape[-1]).map { channel in rows.map { $0[channel] } }
  }

  /// The elements of `row` at `center - before ... center + after`, as far as they exist.
  static func window(_ row: [Double], _ center: Int, before: Int, after: Int) -> [Double] {
    row.indices.filter { $0 >= center - before && $0 <= center + after }.map { row[$0] }
  }

  /// Sums over a sliding window.
  public static func windowSum(_ tensor: Tensor, before: Int, after: Int) -> [Double] {
    rows(tensor).flatMap { row in
      row.indices.map { window(row, $0, before: before, after: after).reduce(0, +) }
    }
  }

  /// Local response normalisation.
  public static func localResponse(
    _ tensor: Tensor, size: Int, alpha: Double, beta: Double, k: Double
  ) -> [Double] {
    rows(tensor).flatMap { row in
      row.indices.map { center in
        let members = window(row, center, before: size / 2, after: (size - 1) / 2)
        let squares = members.map { $0 * $0 }.reduce(0, +)
        return row[center] / pow(k + alpha / Double(size) * squares, beta)
      }
    }
  }

  /// Softmax without a shift; for moderate elements only.
  public static func softmax(_ tensor: Tensor) -> [Double] {
    rows(tensor).flatMap { row in
      let sum = row.map { exp($0) }.reduce(0, +)
      return row.map { exp($0) / sum }
    }
  }

  /// Mean and biased variance of each channel.
  public static func statistics(_ tensor: Tensor) -> (mean: [Double], variance: [Double]) {
    let columns = columns(tensor)
    let means = columns.map { $0.reduce(0, +) / Double($0.count) }
    let variances = zip(columns, means).map { column, mean in
      column.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(column.count)
    }
    return (means, variances)
  }
}
