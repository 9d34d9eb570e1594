import Gradus
import GradusTestSupport
import Testing

/// Schedules against PyTorch's numbers and their definitions.
@Suite struct LearningRateScheduleTests {
  private func rates(_ schedule: LearningRateSchedule, _ count: Int) -> [Double] {
    (0..<count).map { schedule.learningRate(step: $0) }
  }

  private func expect(
    _ schedule: LearningRateSchedule, _ expected: [Double],
    _ location: SourceLocation = #_sourceLocation
  ) {
    for (found, wanted) in zip(rates(schedule, expected.count), expected) {
      #expect(abs(found - wanted) <= 1e-14, sourceLocation: location)
    }
  }

  @Test func constantAndSteps() {
    expect(.constant(0.3), [0.3, 0.3])
    // MultiStepLR(SGD(lr=0.4), [2, 5])
    expect(.steps(base: 0.4, milestones: [2, 5]), [0.4, 0.4, 0.04, 0.04, 0.04, 0.004, 0.004])
    expect(.steps(base: 1, milestones: [1, 1], factor: 0.5), [1, 0.25])
  }

  @Test func cosine() {
    // CosineAnnealingLR(SGD(lr=0.4), T_max=8, eta_min=0.01)
    expect(
      .cosine(base: 0.4, total: 8, final: 0.01),
      [
        0.4, 0.38515650883970093, 0.34288582233137677, 0.2796232693111925, 0.205,
        0.13037673068880748, 0.06711417766862324, 0.024843491160299085, 0.01,
      ])
    #expect(LearningRateSchedule.cosine(base: 1, total: 8).learningRate(step: 20) == 0)
  }

  /// OneCycleLR(SGD(lr=0.1), max_lr=0.4, total_steps=total, pct_start=share), the rate before each
  /// of the steps.
  @Test func oneCycle() {
    expect(
      .oneCycle(peak: 0.4, total: 10),
      [
        0.016, 0.208, 0.4, 0.38019385280538953, 0.3246982615799052, 0.24450480877451572,
        0.1554967912254843, 0.0753033384200948, 0.019807747194610516, 1.6e-06,
      ])
    expect(
      .oneCycle(peak: 0.4, total: 3, riseShare: 0.9), [0.016, 0.2605432940938398, 1.6e-06])
  }

  /// ExponentialLR(SGD(lr=0.4), gamma=0.9), and the same evenly over 4 steps.
  @Test func exponential() {
    expect(
      .exponential(base: 0.4, factor: 0.9), [0.4, 0.36, 0.324, 0.2916, 0.26244, 0.236196])
    let slow = rates(.exponential(base: 0.4, factor: 0.9, every: 4), 9)
    #expect(abs(slow[4] - 0.36) < 1e-15 && abs(slow[8] - 0.324) < 1e-15)
    for (now, next) in zip(slow, slow.dropFirst()) {
      // The fourth root of 0.9.
      #expect(abs(next / now - 0.9740037464252967) < 1e-14)
    }
  }

  /// PolynomialLR(SGD(lr=0.4), total_iters=4, power=2), and a straight line to 0.1.
  @Test func polynomial() {
    expect(.polynomial(base: 0.4, total: 4, power: 2), [0.4, 0.225, 0.1, 0.025, 0, 0, 0])
    expect(.polynomial(base: 0.4, total: 3, final: 0.1), [0.4, 0.3, 0.2, 0.1, 0.1])
  }

  /// CosineAnnealingWarmRestarts(SGD(lr=0.4), T_0=2, T_mult=2, eta_min=0.01): periods of 2, 4, 8, with
  /// cosines of multiples of 45 degrees; and with T_mult=1.
  @Test func cosineWithRestarts() {
    expect(
      .cosineWithRestarts(base: 0.4, period: 2, growth: 2, final: 0.01),
      [
        0.4, 0.205, 0.4, 0.34288582233137677, 0.205, 0.06711417766862324, 0.4, 0.38515650883970093,
        0.34288582233137677, 0.2796232693111925, 0.205, 0.13037673068880748, 0.06711417766862324,
        0.024843491160299085, 0.4,
      ])
    expect(
      .cosineWithRestarts(base: 0.4, period: 4, final: 0.01),
      [0.4, 0.34288582233137677, 0.205, 0.06711417766862324, 0.4, 0.34288582233137677, 0.205])
  }

  @Test func anyFunctionIsASchedule() {
    let schedule = LearningRateSchedule { step in step % 2 == 0 ? 0.5 : 0.25 }
    expect(schedule, [0.5, 0.25, 0.5])
    expect(.warmUp(from: 0.1, steps: 2, then: schedule), [0.1, 0.3, 0.5, 0.25])
  }

  @Test func warmUpLeadsToTheScheduleItPrecedes() {
    let schedule = LearningRateSchedule.warmUp(
      from: 0.1, steps: 4, then: .steps(base: 0.5, milestones: [2]))
    expect(schedule, [0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.05])
    expect(.warmUp(from: 0.1, steps: 0, then: .constant(1)), [1, 1])
  }
}
