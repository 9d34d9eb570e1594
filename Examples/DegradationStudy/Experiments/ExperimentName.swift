/// The experiments of the study in the order they are made; the raw values name their folders.
enum ExperimentName: String, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
  case fullyConnectedInitialization = "fully-connected-initialization"
  case convolutionalInitialization = "convolutional-initialization"
  case shattering
  case whiteness
  case jacobianSpectra = "jacobian-spectra"
  case auxiliaryHeads = "auxiliary-heads"
  case learningRateGrid = "learning-rate-grid"
  case fullyConnectedDepth = "fully-connected-depth"
  case identityInitialization = "identity-initialization"
  case largestLearningRate = "largest-learning-rate"
  case convolutionalDepth = "convolutional-depth"
  case identityEmbedding = "identity-embedding"
  case lesions
  case pathLengths = "path-lengths"
  case lossSurfaces = "loss-surfaces"
  case withoutShortcuts = "without-shortcuts"
  case width
  case curves
}
