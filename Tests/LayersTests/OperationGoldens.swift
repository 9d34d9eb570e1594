import Foundation
import Gradus
import Testing

/// What PyTorch computed for operations, losses, layers and optimisers, by
/// `Scripts/make-operation-goldens.py`.
struct OperationGoldens: Decodable {
  struct Input: Decodable {
    let shape: [Int]
    let values: [Double]
    var tensor: Tensor { Tensor(values, shape: Shape(shape), dtype: .float64) }
  }

  struct Case: Decodable {
    let name: String
    let inputs: [Input]
    let shape: [Int]
    let value: [Double]
    let gradients: [[Double]?]

    /// What the gradients are of: cosines of 1, 2, ... times the value.
    var cotangent: Tensor {
      Tensor(
        value.indices.map { cos(Double($0) + 1) }, shape: Shape(shape), dtype: .float64)
    }
  }

  struct Run: Decodable {
    let name: String
    let weights: [Double]
  }

  let cases: [Case]
  let optimizers: [Run]

  static let shared: OperationGoldens = {
    let file = Bundle.module.url(
      forResource: "operations", withExtension: "json", subdirectory: "Goldens")!
    return try! JSONDecoder().decode(OperationGoldens.self, from: Data(contentsOf: file))
  }()

  static subscript(name: String) -> Case? { shared.cases.first { $0.name == name } }
}
