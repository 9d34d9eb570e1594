import Foundation
import Testing

/// A tensor and a variable say the same words: each public method of one is a method of the other, or
/// there is a reason.
@Suite struct VocabularyTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Names of the public functions and operators in the extensions and the declaration of a type.
  private static func words(of type: String) throws -> Set<String> {
    var words: Set<String> = []
    for folder in ["Sources/Tensors", "Sources/Autodiff"] {
      let files = try #require(
        FileManager.default.enumerator(
          at: root.appending(path: folder), includingPropertiesForKeys: nil))
      for case let file as URL in files where file.pathExtension == "swift" {
        var owner: Substring = ""
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
          if let match = line.prefixMatch(
            of: /(?:public )?(?:final )?(?:extension|struct|class|enum|protocol) (\w+)/)
          {
            owner = match.1
          }
          let function =
            #/ {2}public (?:static )?(?:mutating )?(?:prefix )?func ([^ (<]+|[^ ]+)[ (]/#
          if owner == type, let match = line.prefixMatch(of: function) {
            words.insert(String(match.1))
          }
        }
      }
    }
    return words
  }

  /// What only a tensor says, and why.
  private static let ofTensors: [String: String] = [
    "full": "creation", "zeros": "creation", "ones": "creation", "identity": "creation",
    "range": "creation", "generate": "creation", "uniform": "creation", "normal": "creation",
    "oneHot": "creation",
    "converted": "a change of element type has no derivative to check in double precision",
    "littleEndianBytes": "bytes of files", "require": "a rule of shapes",
    "sign": "its derivative is 0", "channelStatistics": "part of batch normalisation",
    "batchNormalizedGradient": "part of a pullback", "softmaxGradient": "part of a pullback",
    "logSoftmaxGradient": "part of a pullback",
    "localResponseNormalizedGradient": "part of a pullback",
    "activationGradient": "part of a pullback",
    "qrDecomposition": "not differentiable here", "singularValues": "not differentiable here",
    "singularValueDecomposition": "not differentiable here",
    "symmetricEigenDecomposition": "not differentiable here",
    "symmetricEigenvalues": "not differentiable here",
    ".&": "masks are tensors", ".|": "masks are tensors", ".^": "masks are tensors",
    ".!": "masks are tensors", "any": "masks are tensors", "all": "masks are tensors",
  ]

  /// What only a variable says, and why.
  private static let ofVariables: [String: String] = [
    "dropout": "draws from the tape", "meanSquaredError": "a loss", "squaredError": "a loss",
    "absoluteError": "a loss", "huber": "a loss", "binaryCrossEntropy": "a loss",
    "klDivergence": "a loss", "focalLoss": "a loss",
    "groupNormalized": "a tensor is normalised as a variable off all tapes",
    "layerNormalized": "as above", "weightStandardized": "as above",
    "sharedSum": "asks the runs that have the rest of the batch",
  ]

  @Test func tensorsAndVariablesSayTheSame() throws {
    let (tensor, variable) = (try Self.words(of: "Tensor"), try Self.words(of: "Variable"))
    #expect(tensor.count > 60 && variable.count > 60)
    #expect(tensor.contains("sum") && variable.contains("+="))
    #expect(tensor.subtracting(variable) == Set(Self.ofTensors.keys))
    #expect(variable.subtracting(tensor) == Set(Self.ofVariables.keys))
  }
}
