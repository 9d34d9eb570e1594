import Gradus

extension ModelCard {
  /// Throws `UserError` where the images of a configuration are prepared otherwise than the recipe of the
  /// weights of `path` says: data sets have red first, and pictures cover the size or, of ImageNet, have the
  /// shorter side of published errors.
  func requireRecipe(followedBy configuration: TrainingConfiguration, _ path: String) throws {
    guard let recipe else { return }
    let isBuiltIn = BuiltInDataset(rawValue: configuration.dataset) != nil
    let isStreamed = configuration.dataset == TrainingConfiguration.imageNet
    let side = isStreamed ? height * 256 / 224 : height
    let isResizedSo = (recipe.shorterSide ?? height) == side && recipe.interpolation == .bilinear
    guard recipe.isBlueFirst || !(isBuiltIn || isResizedSo) else { return }
    throw UserError(
      "\(path) wants pictures otherwise than dataset=\(configuration.dataset) prepares them: "
        + "\(recipe.summary); use --pictures FOLDER")
  }
}
