import GradusTensors

extension Variable {
  /// Images `[n, h, w, c]` resized to `[n, height, width, c]` by bilinear interpolation, as
  /// `Tensor.resizedBilinearly` does it.
  ///
  /// Pullback: g added to the pixels that were interpolated, by their weights.
  public func resizedBilinearly(height: Int, width: Int) -> Variable {
    let source = shape
    return record(
      TapeOperation(
        "resizeBilinear", .linearMap, ["size": .integers([height, width])],
        onnx: .bilinearResizing),
      value: value.resizedBilinearly(height: height, width: width),
      (self, { g in g.resizedBilinearlyScattered(inputShape: source) }))
  }

  /// The transpose of bilinear resizing of `inputShape`. Pullback: bilinear resizing.
  public func resizedBilinearlyScattered(inputShape: Shape) -> Variable {
    let source = shape
    return record(
      TapeOperation("resizeBilinearScatter", .linearMap),
      value: value.resizedBilinearlyScattered(inputShape: inputShape),
      (self, { c in c.resizedBilinearly(height: source[1], width: source[2]) }))
  }
}
