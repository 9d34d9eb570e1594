import Gradus

extension ImageSource {
  /// Lists one part of the ILSVRC data in the configured folder; the test images are its validation
  /// pictures.
  func listImageNet(
    _ split: BuiltInDataset.Split, note: (String) -> Void
  ) throws -> RunImages {
    let path = configuration.data ?? ""
    guard RasterImage.canDecode else { throw ImageFileError(path, .noDecoder) }
    let folder = try ImageNetFolder(
      path, onBadFile: ImageFolder.BadFilePolicy(rawValue: configuration.onBadFile) ?? .stop)
    let pictures: PictureIndex
    if split == .train {
      let (index, wasKept) = try folder.training()
      if !wasKept { note("listed \(index.count) pictures of \(index.classNames.count) classes") }
      pictures = index
    } else {
      pictures = try folder.validation(synsets: folder.synsets())
    }
    for error in pictures.badEntries.prefix(Self.mostNamed) { note("skipped \(error)") }
    let limit = split == .train ? configuration.trainingImages : configuration.testImages
    let chosen = limit.map { pictures.sample($0, seed: UInt64(configuration.seed)) } ?? pictures
    return .files(chosen, side: configuration.imageSize ?? 224)
  }
}
