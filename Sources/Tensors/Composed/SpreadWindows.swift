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
  ///   - geometry: kernel, stride and padding; its windows are laid out as if not rounded up.
  ///   - dilation: the distance between neighbouring pixels of a window.
  ///   - value: what stands beyond the image's border.
  package func windowsSpread(
    _ geometry: PoolingGeometry, dilation: Extent, padding value: Double = -.infinity
  ) -> Self {
    let (kernel, stride, padding) = (geometry.kernel, geometry.stride, geometry.padding)
    let reach = Extent(
      height: (kernel.height - 1) * dilation.height + 1,
      width: (kernel.width - 1) * dilation.width + 1)
    let room =
      shape.rank == 4
      ? Extent(
        height: shape[1] + padding.top + padding.bottom - reach.height,
        width: shape[2] + padding.left + padding.right - reach.width) : Extent(-1)
    let fits = min(room.height, room.width) >= 0 && min(dilation.height, dilation.width) > 0
    Tensor.require(
      fits,
      "pooling: a kernel of \(kernel), \(dilation) apart, reaches over \(reach) pixels, more than "
        + "\(shape) padded by \(padding) has")
    guard fits else { return self }
    let image = padded(
      before: [0, padding.top, padding.left, 0], after: [0, padding.bottom, padding.right, 0],
      value: value)
    func places(_ room: Int, _ stride: Int, _ kernel: Int, _ dilation: Int) -> [Int] {
      (0...room / stride).flatMap { window in (0..<kernel).map { window * stride + $0 * dilation } }
    }
    return image.gathered(
      places(room.height, stride.height, kernel.height, dilation.height), axis: 1
    ).gathered(places(room.width, stride.width, kernel.width, dilation.width), axis: 2)
  }
}
