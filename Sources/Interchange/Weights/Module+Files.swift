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
  /// `SafetensorsError` or `FormatError` for the file, `LoadError` for weights that do not fit.
  @discardableResult
  public func load(from path: String, _ options: LoadOptions = .everything) throws -> LoadReport {
    let file = try WeightsFile.read(path)
    guard file.isCheckpoint else { return try load(weights: file.tensors, options, path: path) }
    var options = options
    options.layout = .native
    let prefix = "model."
    let weights = file.tensors.compactMap { name, tensor in
      name.hasPrefix(prefix) ? (String(name.dropFirst(prefix.count)), tensor) : nil
    }
    return try load(weights: weights, options, path: path)
  }

  /// Saves all parameters and buffers in PyTorch's names and layout, so that PyTorch's
  /// `load_state_dict` takes them; an old file is replaced in one step.
  ///
  /// Throws `FileError`, and `SafetensorsError` or `FormatError` for a name the format cannot store;
  /// traps on a model without values.
  public func save(to path: String, format: WeightsFile.Format = .safetensors) throws {
    let tensors = pyTorchState.map { (name: $0.name, tensor: $0.value) }
    switch format {
    case .safetensors:
      // The key that tells PyTorch's readers whose layout it is.
      try SafetensorsFile(metadata: ["format": "pt"], tensors: tensors).write(to: path)
    case .pyTorch: try PyTorchFile(tensors: tensors).write(to: path)
    case .numPy: try NumPyArchive(arrays: tensors).write(to: path)
    }
  }
}
