import Gradus
import GradusClaims

/// What a net of a comparison is made for: square images of some channels, and classes.
struct NetInput: Sendable, Hashable {
  let side: Int, channels: Int, classes: Int

  init(_ images: ImageDataset) {
    (side, channels, classes) = (images.height, images.channels, images.classes)
  }
}

/// A net of a comparison: its name and how it is made.
struct ComparedNet: Sendable {
  /// Builds a net without values.
  typealias Make = @Sendable (NetInput) -> any Classifier

  let subject: Subject
  let make: Make

  init(_ subject: Subject, _ make: @escaping Make) { (self.subject, self.make) = (subject, make) }

  /// The net of a family whose multiply-adds come nearest to those of `reference`: the width is
  /// chosen by this rule, not by hand.
  ///
  /// - Parameters:
  ///   - subject: the name.
  ///   - widths: what may be chosen.
  ///   - reference: the net to match.
  ///   - make: builds the family's net of a width.
  static func matching(
    _ subject: Subject, widths: [Int], _ reference: @escaping Make,
    _ make: @escaping @Sendable (_ width: Int, NetInput) -> any Classifier
  ) -> ComparedNet {
    ComparedNet(subject) { input in
      func cost(_ net: any Classifier) -> Int { net.multiplyAdds(input) }
      let wanted = cost(reference(input))
      let nets = widths.map { make($0, input) }
      return nets.min { abs(cost($0) - wanted) < abs(cost($1) - wanted) } ?? nets[0]
    }
  }
}

extension Classifier {
  /// Multiply-adds of one image in inference.
  func multiplyAdds(_ input: NetInput) -> Int {
    let shape: Shape = [1, input.side, input.side, input.channels]
    return NetworkCosts(of: self, input: shape) { self($0).logits }.multiplyAdds
  }
}
