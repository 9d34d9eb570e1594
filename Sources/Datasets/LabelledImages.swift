/// Images with labels, in memory or in files: what a run notes about its data.
public protocol LabelledImages: Sendable {
  /// What messages and reports call them.
  var name: String { get }
  /// The number of images.
  var count: Int { get }
  /// What each class is called.
  var classNames: [String] { get }
  /// What changes with the images, their labels, their classes and their order.
  var fingerprint: String { get }
}

extension ImageDataset: LabelledImages {}

extension PictureIndex: LabelledImages {
  /// The folder.
  public var name: String { path }
}
