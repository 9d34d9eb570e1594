import GradusAutodiff
import GradusLayers
import GradusTensors

extension Gradients {
  /// These gradients plus independent normal noise, which depends on seed, step and path alone
  /// (Neelakantan et al. 2015).
  ///
  ///     loop.transform = { [unowned loop] gradients in
  ///       let noise = 0.01 / pow(1 + Double(loop.stepCount), 0.55)
  ///       return gradients.adding(noise: noise.squareRoot(), to: model, seed: 1, step: loop.stepCount)
  ///     }
  ///
  /// - Parameters:
  ///   - deviation: the noise's standard deviation.
  ///   - model: whose parameters' gradients get noise; others stay as they are.
  ///   - seed: of the random stream.
  ///   - step: the number of the step.
  public func adding(
    noise deviation: Double, to model: any Module, seed: UInt64, step: Int
  ) -> Gradients {
    mapped(of: model) { path, _, gradient in
      gradient
        + Tensor.normal(
          gradient.shape, standardDeviation: deviation,
          from: RandomStream(seed: seed, name: "gradient noise/\(step)/\(path)"),
          dtype: gradient.dtype)
    }
  }
}
