import GradusTensors

extension Variable {
  /// Maximum pooling of `[n, h, w, c]`; padding never wins.
  ///
  /// Pullback: g added where each maximum was; ties go to the first in row-major window order.
  public func maxPool(_ geometry: PoolingGeometry) -> Variable {
    // Only a backward run asks where the maxima were.
    let pooled = isRecorded("maxPool", [self]) ? value.maxPool(geometry) : nil
    return record(
      TapeOperation("maxPool", .pooling, ["geometry": .pooling(geometry)], onnx: .maxPool),
      value: pooled?.values ?? value.maxPooled(geometry),
      (self, { g in g.maxPoolScattered(pooled!.indices) }))
  }

  /// Adds each element at its index: the transpose of reading a pooling's maxima.
  ///
  /// Pullback: the elements read at the indices.
  public func maxPoolScattered(_ indices: PoolIndices) -> Variable {
    record(
      TapeOperation("maxPoolScatter", .linearMap),
      value: value.maxPoolScattered(indices, inputShape: indices.inputShape),
      (self, { c in c.maxPoolGathered(indices) }))
  }

  /// Reads an input-shaped variable where a pooling's maxima were. Pullback: the scatter.
  public func maxPoolGathered(_ indices: PoolIndices) -> Variable {
    record(
      TapeOperation("maxPoolGather", .linearMap), value: value.maxPoolGathered(indices),
      (self, { c in c.maxPoolScattered(indices) }))
  }

  /// Average pooling of `[n, h, w, c]`. Pullback: g spread evenly over each window.
  public func averagePool(_ geometry: PoolingGeometry) -> Variable {
    let source = shape
    return record(
      TapeOperation(
        "averagePool", .pooling, ["geometry": .pooling(geometry)], onnx: .averagePool),
      value: value.averagePool(geometry),
      (self, { g in g.averagePoolScattered(geometry, inputShape: source) }))
  }

  /// Spreads each element evenly over its window: the transpose of average pooling.
  ///
  /// Pullback: average pooling.
  public func averagePoolScattered(_ geometry: PoolingGeometry, inputShape: Shape) -> Variable {
    record(
      TapeOperation("averagePoolScatter", .linearMap, ["geometry": .pooling(geometry)]),
      value: value.averagePoolScattered(geometry, inputShape: inputShape),
      (self, { c in c.averagePool(geometry) }))
  }

  /// Average pooling to a fixed output size, windows from floor(i h / h') to ceil((i + 1) h / h').
  ///
  /// Pullback: g spread evenly over each window.
  public func adaptiveAveragePool(height: Int, width: Int) -> Variable {
    let source = shape
    return record(
      TapeOperation(
        "adaptiveAveragePool", .pooling, ["size": .integers([height, width])],
        onnx: .adaptiveAveragePool),
      value: value.adaptiveAveragePool(height: height, width: width),
      (self, { g in g.adaptiveAveragePoolScattered(inputShape: source) }))
  }

  /// The transpose of adaptive average pooling. Pullback: adaptive average pooling.
  public func adaptiveAveragePoolScattered(inputShape: Shape) -> Variable {
    let (height, width) = (shape[1], shape[2])
    return record(
      TapeOperation(
        "adaptiveAveragePoolScatter", .linearMap, ["size": .integers([height, width])]),
      value: value.adaptiveAveragePoolScattered(inputShape: inputShape),
      (self, { c in c.adaptiveAveragePool(height: height, width: width) }))
  }
}
