import GradusAutodiff
import GradusLayers
import GradusTensors

/// A network whose published weights were trained on another normalisation than the rest of
/// torchvision's: torchvision normalises all images alike and lets these networks undo it
/// (its `transform_input`).
public protocol TorchvisionInput: Classifier, AnyObject {
  /// Whether images come normalised by ImageNet's means and deviations and are brought to -1...1
  /// first; false for a fresh network, true to use torchvision's weights as torchvision does.
  var transformsInput: Bool { get set }
}

extension TorchvisionInput {
  /// Images `[n, h, w, 3]` normalised by ImageNet's statistics, as pixels 0...1 scaled to -1...1.
  func transformed(_ images: Variable) -> Variable {
    guard transformsInput else { return images }
    Tensor.require(
      images.shape[3] == 3,
      "torchvision's input transform is for 3 channels, not \(images.shape[3]); set transformsInput "
        + "to false")
    // ImageNet's statistics as torchvision prints them.
    let (means, deviations) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    func row(_ values: [Double]) -> Tensor {
      Tensor(values, shape: [3], dtype: images.dtype)
    }
    return images * Variable(row(deviations.map { $0 / 0.5 }))
      + Variable(row(means.map { ($0 - 0.5) / 0.5 }))
  }
}
