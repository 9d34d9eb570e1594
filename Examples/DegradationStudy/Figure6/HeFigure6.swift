/// He et al. 2015, Fig. 6 and Table 6, at an eighth of its length: what the preset `fig6` trains.
enum HeFigure6 {
  /// The depths of the figure.
  static let depths = [20, 32, 44, 56, 110]
  /// Those that every seed trains; the first seed alone trains the others.
  static let repeatedDepths = [20, 56]
  /// The paper's data set.
  static let dataset = "cifar10"

  /// The share of the steps with which 110 layers begin at a tenth of the rate: the paper's took about
  /// 400 at 0.01 before it went on at 0.1, a twentieth of 8,000.
  static let slowShare = 20
  /// The depth from which they do.
  static let slowDepth = 110

  /// The paper's length.
  static let steps = 64_000
  /// The paper's test errors of residual nets, in percent (Table 6; of 110 layers the best of five
  /// runs, whose mean is 6.61).
  static let residualErrors = [20: 8.75, 32: 7.51, 44: 7.17, 56: 6.97, 110: 6.43]
}
