extension Answer {
  /// What a verdict on one claim lets one say.
  struct Sentence {
    let claim: Int
    /// When the claim holds.
    let supported: String?
    /// When it does not.
    let refuted: String?
    /// When it stays open; nil for nothing.
    var open: String?
  }

  /// The sentences in the order of the argument: the effect and what it is not, what happens to the
  /// gradient, and what cures it.
  static let paragraphs: [[Sentence]] = [effect, gradient, cure]

  private static let effect = [
    Sentence(
      claim: 12, supported: "Deeper plain nets ended with the higher training loss",
      refuted: "Deeper plain nets did not end with the higher training loss",
      open: "Whether deeper plain nets end with the higher training loss is open"),
    Sentence(
      claim: 13, supported: "Depth cost plain nets more than residual ones",
      refuted: "Depth cost residual nets as much as plain ones",
      open: "Whether depth costs plain nets more than residual ones is open"),
    Sentence(
      claim: 14,
      supported:
        "This is no overfitting and no matter of the learning rate: the test loss says the "
        + "same, and so does training at each net's best rate and with warm-up",
      refuted: "Overfitting or the learning rate may explain it"),
    Sentence(
      claim: 15,
      supported: "Nor is the deep net unable to express the solution: grown from a trained shallow "
        + "net by identity layers it computes the same and trains on to a lower loss than from "
        + "scratch, so the fault lies in where training starts",
      refuted:
        "Grown from a trained shallow net by identity layers, the deep net did not do better "
        + "than from scratch"),
  ]

  private static let gradient = [
    Sentence(
      claim: 2,
      supported: "At the start batch norm itself makes a plain net's gradient grow exponentially "
        + "towards the input, by this factor a layer",
      refuted: "Batch norm did not make the plain net's gradient grow as theory has it"),
    Sentence(
      claim: 7,
      supported: "The plain net's gradient norms were nevertheless healthy, as He et al. wrote",
      refuted: "Its gradients are not healthy, contrary to what He et al. wrote: this is how many "
        + "times larger the first layer's is than the last's"),
    Sentence(
      claim: 8,
      supported: "The first step already takes that away, by this factor",
      refuted: "The first step did not take the explosion away"),
    Sentence(
      claim: 9,
      supported: "But it has inflated the first layer's weights this many times, and behind batch "
        + "norm such weights hardly move any more",
      refuted: "The first layer's weights were not inflated enough to explain what follows"),
    Sentence(
      claim: 10,
      supported: "What gradient there is carries little information in a deep plain net: its "
        + "correlation between examples halves with every layer",
      refuted: nil),
    Sentence(
      claim: 4,
      supported: "With shortcuts the gradient grows only as a power of the depth: from the "
        + "shallowest to the deepest net by this factor",
      refuted: "With shortcuts the gradient did not grow more slowly"),
    Sentence(
      claim: 6,
      supported: "The signal that bypasses a block outweighs what the block adds, the more so "
        + "the deeper it lies: a deep residual net starts near the identity",
      refuted: nil),
  ]

  private static let cure = [
    Sentence(
      claim: 16,
      supported: "That the start is what matters is seen without any shortcut: from identity "
        + "weights the deep plain net trains about as well as the residual one, with this "
        + "difference in loss",
      refuted: "A start at the identity alone did not make the deep plain net train as well as the "
        + "residual one"),
    Sentence(
      claim: 26,
      supported: "Three times as many steps do not close the gap",
      refuted: "Three times as many steps close the gap"),
    Sentence(
      claim: 28,
      supported: "Nor do clipped gradients or a warm-up, which leave the net as it is",
      refuted: "Clipped gradients or a warm-up close a gap"),
  ]
}
