import Foundation
import GradusTensors

/// What torchvision made of small images, by `Scripts/make-transform-goldens.py`.
struct TransformGoldens: Decodable {
  struct Source: Decodable {
    let shape: [Int]
    let values: [Float]
    var image: Tensor { Tensor(values, shape: Shape(shape)) }
  }

  struct Case: Decodable {
    let name: String
    let source: String
    let values: [Float]
  }

  let sources: [String: Source]
  let cases: [Case]

  static let shared: TransformGoldens = {
    let file = Bundle.module.url(
      forResource: "transforms", withExtension: "json", subdirectory: "Goldens")!
    return try! JSONDecoder().decode(TransformGoldens.self, from: Data(contentsOf: file))
  }()
}
