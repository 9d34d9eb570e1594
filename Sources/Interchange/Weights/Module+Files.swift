import GradusLayers
import GradusTensors

extension Module {
  /// Loads weights from a file of any format: safetensors, `torch.save`'s two, npz, or a checkpoint
  /// of a training run here.
  ///
  ///     let model = ResNet.resnet18()
  ///     print(try model.load(from: "resnet18.pth"))
  ///
  /// Names and layouts are PyTorch's (a checkpoint's are its own, and known). Everything must match
  /// unless `options` say otherwise; the model is unchanged when an error is thrown: `FileError`,
  /// `SafetensorsError` or `FormatError` for the file, `StateMismatch` for weights that do not fit.
  @discardableResult
  public func load(from path: String, _ options: LoadOptions = .everything) throws -> LoadReport {
    let file = try WeightsFile.read(path)
    var options = options
    options.layout = file.isCheckpoint ? .native : options.layout ?? .pyTorch
    let weights = file.isCheckpoint ? file.tensors.stripping("model.") : file.tensors
    return try load(weights, options, path: path)
  }

  /// Saves all parameters and buffers in PyTorch's names and layout, so that PyTorch's
  /// `load_state_dict` takes them; an old file is replaced in one step.
  ///
  /// Throws `FileError`, and `SafetensorsError` or `FormatError` for a name the format cannot store;
  /// traps on a model without values.
  public func save(to path: String, format: WeightsFile.Format = .safetensors) throws {
    let tensors = stateDictionary(layout: .pyTorch)
    switch format {
    case .safetensors:
      // The key that tells PyTorch's readers whose layout it is.
      try SafetensorsFile(metadata: ["format": "pt"], tensors: tensors).write(to: path)
    case .pyTorch: try PyTorchFile(tensors: tensors).write(to: path)
    case .numPy: try NumPyArchive(tensors: tensors).write(to: path)
    }
  }
}
