import GradusTestSupport
import GradusVectorKernels
import Testing

@testable import GradusTensors

/// What kernels keep of a problem: the same for the same one, another for whatever differs.
@Suite struct ConvolutionPlanTests {
  private static func problem(
    _ geometry: ConvolutionGeometry = .init(), input: Shape = [2, 9, 9, 8],
    filter: Shape = [3, 3, 8, 8], change: (inout ConvolutionProblem) -> Void = { _ in }
  ) -> ConvolutionProblem {
    var problem = ConvolutionProblem(
      geometry, input: input, filter: filter,
      output: geometry.outputShape(for: input, filter: filter))
    change(&problem)
    return problem
  }

  @Test func plansAreKept() {
    for pass in ConvolutionCostModel.Pass.allCases {
      let plan = ConvolutionPlan.of(Self.problem(), pass, .float32)
      #expect(plan === ConvolutionPlan.of(Self.problem(), pass, .float32))
      #expect(plan.algorithm == ConvolutionCostModel.algorithm(for: Self.problem(), pass))
      #expect((plan.direct != nil) == (plan.algorithm == .direct))
    }
  }

  /// Problems of which most have one hash.
  private static let different: [ConvolutionProblem] = [
    problem(), problem(.init(padding: 1)), problem(.init(dilation: 2)),
    problem(.init(algorithm: .direct)), problem(.init(algorithm: .im2col)),
    problem(.init(accuracy: .direct)), problem(.init(groups: 2), filter: [3, 3, 4, 8]),
    problem(filter: [3, 1, 8, 8]), problem(filter: [3, 2, 8, 8]),
    problem(.init(stride: Extent(height: 1, width: 2), padding: Padding(0))),
    problem { $0.roundingCompounds = false },
    problem { $0.tier = $0.tier == .scalar ? .baseline : .scalar },
  ]

  @Test func whateverDiffersHasAPlanOfItsOwn() {
    var plans: [ConvolutionPlan] = []
    for problem in Self.different {
      for pass in ConvolutionCostModel.Pass.allCases {
        for dtype in [DType.float32, .float64] {
          plans.append(.of(problem, pass, dtype))
        }
      }
    }
    plans.append(
      .of(Self.problem(filter: [1, 1, 8, 8]), .forward, .float32, isJoined: true))
    plans.append(.of(Self.problem(filter: [1, 1, 8, 8]), .forward, .float32))
    #expect(Set(plans.map { ObjectIdentifier($0) }).count == plans.count)
  }

  /// A plan that takes so many bytes.
  private final class Sized: KernelPlan {
    let byteCount: Int
    init(_ byteCount: Int) { self.byteCount = byteCount }
  }

  @Test func aFullCacheBeginsAnew() {
    let cache = PlanCache<Int, Sized>(limit: 80)
    let first = cache.plan(for: 0) { Sized(10) }
    for key in 1...7 { _ = cache.plan(for: key) { Sized(10) } }
    #expect(cache.plan(for: 0) { Sized(10) } === first)
    // One more than it holds, and then what it held is made again.
    let ninth = cache.plan(for: 8) { Sized(10) }
    #expect(cache.plan(for: 0) { Sized(10) } !== first)
    #expect(cache.plan(for: 8) { Sized(10) } === ninth)
  }

  @Test func largePlansAreNotKept() {
    let cache = PlanCache<Int, Sized>(limit: 80)
    let large = cache.plan(for: 0) { Sized(11) }
    #expect(cache.plan(for: 0) { Sized(11) } !== large)
    // A signal's band is one long row.
    let signal = Self.problem(
      .init(algorithm: .direct), input: [1, 1, 400_000, 8], filter: [1, 3, 8, 8])
    let plan = ConvolutionPlan.of(signal, .forward, .float32)
    #expect(plan.direct == nil || plan.byteCount > 6_000_000)
  }
}
