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
  /// Tensors that the model has no place for are not read, only named in the report.
  @discardableResult
  public func load(
    from path: String, _ options: LoadOptions = .everything,
    formats: [any WeightsFormat] = WeightsFile.formats
  ) throws -> LoadReport {
    let expected = Set(stateDictionary.names)
    let selection = WeightsSelection(key: options.key) { [options] names in
      try NameTranslation(names, for: expected, options, path).names(standingFor: expected)
    }
    let file = try WeightsFile.read(path, selection, formats: formats)
    var options = options
    options.layout = options.layout ?? file.format.layout
    // The report compares names, for which no values are needed.
    var state = file.tensors
    for name in file.unread where state[name] == nil {
      state[name] = Tensor(shapeOnly: [0], dtype: .float64)
    }
    return try load(state, options, path: path)
  }

  /// Saves all parameters and buffers in PyTorch's names and layout, so that PyTorch's
  /// `load_state_dict` takes them; an old file is replaced in one step.
  ///
  /// `metadata`, free text by key, is kept by formats that have a place for it: safetensors. Throws
  /// `FileError`, and `SafetensorsError` or `FormatError` for a name the format cannot store; traps
  /// on a model without values.
  public func save(
    to path: String, format: some WritableWeightsFormat = SafetensorsFormat(),
    metadata: [String: String] = [:]
  ) throws {
    try format.write(stateDictionary(layout: format.layout), metadata: metadata, to: path)
  }
}
