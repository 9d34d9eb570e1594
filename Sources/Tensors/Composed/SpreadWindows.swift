extension TensorProtocol {
  /// The maxima over windows from floor(i h / h') to ceil((i + 1) h / h') of `[n, h, w, c]`, as many as
  /// `height` and `width` say: PyTorch's `adaptive_max_pool2d`.
  ///
  /// Equal maxima share the derivative, first those of each column and then the columns, the last place of
  /// a shorter window maybe more than once, so not always evenly; PyTorch gives it to one of them.
  public func adaptiveMaxPool(height: Int, width: Int) -> Self {
    let fits = shape.rank == 4 && height > 0 && width > 0 && shape[1] > 0 && shape[2] > 0
    Tensor.require(
      fits,
      "adaptiveMaxPool: images [n, h, w, c] expected and a size of at least 1x1, not \(shape) to "
        + "\(height)x\(width)")
    guard fits else { return self }
    return adaptiveMaximum(axis: 1, parts: height).adaptiveMaximum(axis: 2, parts: width)
  }

  /// The maxima over parts of an axis that cover it.
  private func adaptiveMaximum(axis: Int, parts: Int) -> Self {
    let length = shape[axis]
    let windows = (0..<parts).map { part in
      part * length / parts..<((part + 1) * length + parts - 1) / parts
    }
    // Shorter windows look at their last place again.
    let extent = windows.map(\.count).max() ?? 1
    let places = windows.flatMap { window in
      (0..<extent).map { min(window.lowerBound + $0, window.upperBound - 1) }
    }
    var dimensions = shape.dimensions
    dimensions.replaceSubrange(axis...axis, with: [parts, extent])
    return gathered(places, axis: axis).reshaped(to: Shape(dimensions))
      .maximum(axes: [axis + 1], keepingAxes: false)
  }

  /// Windows with gaps between their pixels laid side by side, for poolings that know none:
  /// `[n, h, w, c]` to `[n, h' kh, w' kw, c]`, whose windows of the kernel's size, as far apart, are
  /// those of the geometry with the dilation.
  ///
  /// - Parameters:
  ///   - geometry: kernel, stride, padding, and whether a last window that overhangs counts.
  ///   - dilation: the distance between neighbouring pixels of a window.
  ///   - value: what stands beyond the image's border.
  package func windowsSpread(
    _ geometry: PoolingGeometry, dilation: Extent, padding value: Double = -.infinity
  ) -> Self {
    let (kernel, stride, padding) = (geometry.kernel, geometry.stride, geometry.padding)
    let windows = WindowGrid(
      kernel: kernel, stride: stride, dilation: dilation, padding: padding,
      roundsUp: geometry.roundsUp)
    let problem =
      min(dilation.height, dilation.width) > 0
      ? windows.mismatch(shape) : "the dilation must be positive, not \(dilation)"
    Tensor.require(problem == nil, "pooling: \(problem ?? "")")
    guard problem == nil else { return self }
    let counts = windows.counts(on: shape)
    func places(_ count: Int, _ stride: Int, _ kernel: Int, _ dilation: Int) -> [Int] {
      (0..<count).flatMap { window in (0..<kernel).map { window * stride + $0 * dilation } }
    }
    let down = places(counts.height, stride.height, kernel.height, dilation.height)
    let across = places(counts.width, stride.width, kernel.width, dilation.width)
    // A window that overhangs needs more of the border.
    func after(_ padding: Int, _ places: [Int], _ length: Int) -> Int {
      max(padding, (places.last ?? 0) + 1 - length)
    }
    let bottom = after(padding.bottom, down, shape[1] + padding.top)
    let right = after(padding.right, across, shape[2] + padding.left)
    return padded(
      before: [0, padding.top, padding.left, 0], after: [0, bottom, right, 0], value: value
    ).gathered(down, axis: 1).gathered(across, axis: 2)
  }
}
