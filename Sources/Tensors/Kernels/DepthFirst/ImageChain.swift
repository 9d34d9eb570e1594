import GradusVectorKernels

/// Convolutions that one thread takes a few images through, from the first to the last, while what
/// they read and write stays in its second-level cache.
///
/// Narrow networks on small images gain most: a layer of theirs moves more than it computes.
struct ImageChain: ChainKernel {
  private let links: [ConvolutionChain.Link]
  /// Images that go together.
  private let images: Int
  private let batch: Int

  /// The most convolutions of a chain: each one more is looked at when the next is called.
  private static let longest = 8
  /// Tiles of Winograd's algorithm, or positions, below which its products are too short.
  private static let leastTiles = 24

  /// Nil where an image and its result do not fit the cache, the images are too few for all threads
  /// or for a kernel, or the bits of a convolution may depend on how many images go together.
  init?(_ links: [ConvolutionChain.Link], elementSize: Int) {
    guard links.count <= Self.longest, let batch = links.first?.problem.batch else { return nil }
    let bytes =
      links.map { link in
        let problem = link.problem
        let written = link.stage.epilogue.addition == nil ? 1 : 2
        return elementSize
          * (problem.inputShape.count + written * problem.outputShape.count) / batch
      }.max() ?? 0
    let limit = CacheSizes.second * 3 / 4
    guard bytes <= limit else { return nil }
    let images = max(1, min(limit / 3 * 2 / max(1, bytes), batch / 16))
    var resolved: [ConvolutionChain.Link] = []
    for link in links {
      let algorithm = ConvolutionCostModel.algorithm(for: link.problem, .forward)
      guard Self.keepsBits(algorithm), link.preparedBytes(algorithm) <= Preparation.limit,
        images * link.tiles(algorithm) >= Self.leastTiles
      else { return nil }
      resolved.append(link.with(algorithm))
    }
    guard batch / images >= Parallel.threadCount else { return nil }
    (self.links, self.images, self.batch) = (resolved, images, batch)
  }

  /// Whether a result depends on its own image alone, to the last bit; BLAS sums differently at the
  /// ends of a matrix.
  private static func keepsBits(_ algorithm: ConvolutionAlgorithm) -> Bool {
    switch algorithm {
    case .direct, .depthwise, .winograd2x2, .winograd2x4, .winograd4x4: true
    case .automatic, .im2col, .pointwise: false
    }
  }

  func run(_ x: Tensor, adding additions: [Tensor?]) -> Tensor {
    var links = links
    for (place, addition) in additions.enumerated() {
      links[place].stage.epilogue.addition = addition
    }
    return switch x.dtype {
    case .float32: run(x, links, Float.self)
    case .float64: run(x, links, Double.self)
    }
  }

  private func run<T: KernelScalar>(
    _ x: Tensor, _ links: [ConvolutionChain.Link], _: T.Type
  ) -> Tensor {
    let shape = links[links.count - 1].problem.outputShape
    let result = Tensor(uninitialized: shape, x.dtype)
    let target = result.mutablePointer(T.self)
    let elements = shape.count / batch
    Parallel.forEachRange(batch, length: images) { range in
      let last = links.reduce(x.images(range)) { $0.conv2d($1, range) }
      (target + range.lowerBound * elements).update(
        from: last.pointer(T.self), count: range.count * elements)
      withExtendedLifetime(last.storage) {}
    }
    withExtendedLifetime(x.storage) {}
    return result
  }
}

extension ConvolutionChain.Link {
  /// The same, computed by an algorithm whatever the number of images.
  fileprivate func with(_ algorithm: ConvolutionAlgorithm) -> Self {
    Self(
      stage: .init(
        filter: stage.filter, geometry: stage.geometry.computed(by: algorithm),
        epilogue: stage.epilogue), problem: problem)
  }

  /// Tiles of an image's result, or its positions.
  fileprivate func tiles(_ algorithm: ConvolutionAlgorithm) -> Int {
    let (rows, columns) = problem.tile(of: algorithm).map { ($0.rows, $0.columns) } ?? (1, 1)
    return ((problem.outputHeight + rows - 1) / rows)
      * ((problem.outputWidth + columns - 1) / columns)
  }

  /// Bytes of the filter as the algorithm wants it, about.
  fileprivate func preparedBytes(_ algorithm: ConvolutionAlgorithm) -> Int {
    guard let tile = problem.tile(of: algorithm),
      let register = Float.vectorKernels(of: problem.tier)?.registerTile
    else { return stage.filter.byteCount }
    // Panels of whole register tiles, each frequency with a gap behind it.
    let outputs = problem.outputChannels.roundedUp(to: register.columns)
    let panels = outputs / register.columns
    let elements = tile.frequencies * (problem.inputChannels * outputs + panels * register.line)
    return elements * stage.filter.dtype.byteCount
  }
}

extension Tensor {
  /// Some images of a batch, where they are.
  fileprivate func images(_ range: Range<Int>) -> Tensor {
    let bytes = byteCount / shape[0]
    return Tensor(
      shape: Shape([range.count] + shape.dimensions.dropFirst()), dtype: dtype,
      storage: TensorStorage(
        storage, byteOffset: range.lowerBound * bytes, byteCount: range.count * bytes))
  }

  /// A link's convolution of some images of its batch.
  fileprivate func conv2d(_ link: ConvolutionChain.Link, _ range: Range<Int>) -> Tensor {
    var epilogue = link.stage.epilogue
    epilogue.addition = epilogue.addition?.images(range)
    var problem = ConvolutionProblem(
      link.stage.geometry, input: shape, filter: link.stage.filter.shape,
      output: link.stage.geometry.outputShape(for: shape, filter: link.stage.filter.shape))
    (problem.roundingCompounds, problem.tier) = (false, link.problem.tier)
    return ConvolutionKernel.forward(self, link.stage.filter, problem, epilogue)
  }
}
