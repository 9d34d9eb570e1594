import GradusAutodiff
import GradusLayers
import GradusTensors

/// Where in images a network looks for a class: feature maps weighted by the mean gradient of the class's
/// logit by each of them (Grad-CAM, Selvaraju et al. 2017, §3).
///
///     let maps = try ClassActivationMaps(of: model, at: "layer4", images: images) { model($0).logits }
///     maps.values                                 // [n, 7, 7], at least 0
///     maps.resized(height: 224, width: 224)       // [n, 224, 224]
///
/// Before a global average pooling and one linear layer they are class activation maps (Zhou et al. 2016)
/// but for a factor. The run is one in inference mode, and leaves the model as it is.
public struct ClassActivationMaps: Sendable {
  /// The maps, `[n, h, w]`, at least 0; the size is that of the module's feature maps.
  public let values: Tensor
  /// The class that each image's map is of.
  public let classes: [Int]

  /// Runs a model forward and backward.
  ///
  /// Throws `UnknownModulePath` when the model has no module at the path or the run did not call it.
  ///
  /// - Parameters:
  ///   - model: the model, whose modules' paths are as in its state dictionary.
  ///   - path: of the module whose feature maps `[n, h, w, c]` are weighted.
  ///   - images: a batch, `[n, height, width, channels]`.
  ///   - classes: one for each image; the greatest logit's when nil.
  ///   - logits: runs the model, to `[n, classes]`.
  public init(
    of model: any Module, at path: String, images: Tensor, classes: [Int]? = nil,
    _ logits: (Variable) throws -> Variable
  ) throws {
    let modules = model.modules
    guard let wanted = modules.first(where: { $0.path == path }) else {
      throw UnknownModulePath(path: path, known: modules.map(\.path), isCalled: false)
    }
    var features: Variable?
    let tape = Tape(
      .inference, step: 0,
      observers: [
        ClosureObserver { event, _ in
          if case .left(let scope, let outputs) = event, scope === wanted.module {
            features = outputs.first
          }
        }
      ])
    tape.root = model
    let output = try logits(tape.variable(images))
    guard let features else {
      throw UnknownModulePath(path: path, known: [], isCalled: true)
    }
    precondition(
      features.shape.rank == 4 && output.shape.rank == 2 && output.shape[0] == features.shape[0],
      "ClassActivationMaps: feature maps \(features.shape) must be [n, h, w, c] and logits "
        + "\(output.shape) [n, classes]")
    let chosen = classes ?? output.argMax()
    let seed = Tensor.oneHot(chosen, classes: output.shape[1], dtype: output.dtype)
    let gradients = tape.gradients(of: output, seed: Variable(seed), withRespectTo: [features])
    let slopes = gradients[features] ?? features.value.filled(with: 0)
    values = (features.value * slopes.mean(axes: [1, 2], keepingAxes: true)).sum(axis: 3).relu()
    self.classes = chosen
  }

  /// The maps at another size, `[n, height, width]`, by bilinear interpolation.
  public func resized(height: Int, width: Int) -> Tensor {
    let images = values.expanded(axis: 3).resized(height: height, width: width, .bilinear)
    return images.reshaped(to: [values.shape[0], height, width])
  }
}
