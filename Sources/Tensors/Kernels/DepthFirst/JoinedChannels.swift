import GradusVectorKernels

/// Channels of several tensors side by side, normalised and activated, that need not exist as a tensor.
///
/// A 1x1 convolution that looks at each pixel once puts a band of them together in the second-level
/// cache, so that neither the concatenation nor the normalised one are ever written to memory.
package struct JoinedChannels {
  /// Channels-last images of the same size.
  package let parts: [Tensor]
  /// What is done with each channel; nothing is added.
  package let finish: ConvolutionEpilogue
  /// The shape of the whole.
  package let shape: Shape
  let tier: VectorUnit.Tier

  /// Nil where the parts do not fit each other or the finish, where there is nothing in them, and
  /// where no kernel does it in one pass.
  package init?(
    _ parts: [Tensor], _ finish: ConvolutionEpilogue = .init(),
    tier: VectorUnit.Tier = VectorUnit.tier
  ) {
    guard tier.module != nil, finish.addition == nil, finish.activation.vectorForm != nil,
      let first = parts.first, first.rank == 4,
      parts.allSatisfy({ part in
        part.rank == 4 && part.dtype == first.dtype && !part.isShapeOnly && part.count > 0
          && part.shape.dimensions.dropLast() == first.shape.dimensions.dropLast()
      })
    else { return nil }
    let channels = parts.reduce(0) { $0 + $1.shape[3] }
    let vectors = [finish.mean, finish.factor, finish.shift].compactMap(\.self)
    guard
      vectors.allSatisfy({
        $0.shape == [channels] && $0.dtype == first.dtype && !$0.isShapeOnly
      })
    else { return nil }
    (self.parts, self.finish, self.tier) = (parts, finish, tier)
    shape = Shape(Array(first.shape.dimensions.dropLast()) + [channels])
  }

  /// The tensor that they are.
  package var value: Tensor {
    if finish.isEmpty {
      return parts.count == 1 ? parts[0] : Tensor.concatenate(parts, axis: 3)
    }
    return switch parts[0].dtype {
    case .float32: value(Float.self)
    case .float64: value(Double.self)
    }
  }

  private func value<T: KernelScalar>(_: T.Type) -> Tensor {
    let result = Tensor(uninitialized: shape, T.dtype)
    let target = result.mutablePointer(T.self)
    let kernel = JoinedChannelsKernel<T>(self)
    Parallel.forEachRange(shape.count / shape[3], length: (1 << 15) / shape[3]) { pixels in
      kernel.write(pixels, to: target + pixels.lowerBound * shape[3])
    }
    withExtendedLifetime(self) {}
    return result
  }

  /// Whether a convolution puts them together band by band; elsewhere it needs the tensor.
  package func feeds(_ filter: Tensor, _ geometry: ConvolutionGeometry) -> Bool {
    filter.dtype == parts[0].dtype
      && Self.feed(shape, filter, geometry, tier: tier)
  }

  /// Whether channels that are joined to a shape are put together band by band by a convolution.
  package static func feed(
    _ shape: Shape, _ filter: Tensor, _ geometry: ConvolutionGeometry,
    tier: VectorUnit.Tier = VectorUnit.tier
  ) -> Bool {
    guard !filter.isShapeOnly, filter.count > 0, tier.module != nil,
      geometry.mismatch(for: shape, filter: filter.shape) == nil
    else { return false }
    return problem(shape, filter, geometry, tier).sumsPixelsInPlace
  }

  /// The convolution that they feed.
  package func conv2d(
    _ filter: Tensor, _ geometry: ConvolutionGeometry, _ epilogue: ConvolutionEpilogue
  ) -> Tensor {
    let problem = Self.problem(shape, filter, geometry, tier)
    epilogue.requireFit(problem.outputShape, filter.dtype)
    return DirectConvolutionKernel.forward(self, filter, problem, epilogue)
  }

  private static func problem(
    _ shape: Shape, _ filter: Tensor, _ geometry: ConvolutionGeometry, _ tier: VectorUnit.Tier
  ) -> ConvolutionProblem {
    var problem = ConvolutionProblem(
      geometry, input: shape, filter: filter.shape,
      output: geometry.outputShape(for: shape, filter: filter.shape))
    (problem.roundingCompounds, problem.tier) = (false, tier)
    return problem
  }
}
