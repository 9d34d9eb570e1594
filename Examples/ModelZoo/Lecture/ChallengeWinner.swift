import GradusTensors

/// An entry of the ImageNet challenge's classification task that the lecture's chart has.
struct ChallengeWinner {
  let year: Int
  let name: String
  /// Top-5 error on the test images, in per cent.
  let error: Double
  /// Weighted layers; nil for shallow methods and for ensembles of several nets.
  let depth: Int?
  /// What else the entry is.
  let remark: String

  /// By year; two of 2014, whose second is the lecture's VGG.
  static let all = [
    ChallengeWinner(year: 2010, name: "NEC-UIUC", error: 28.2, depth: nil, remark: "shallow"),
    ChallengeWinner(year: 2011, name: "XRCE", error: 25.8, depth: nil, remark: "shallow"),
    ChallengeWinner(year: 2012, name: "AlexNet", error: 16.4, depth: 8, remark: "8 layers"),
    ChallengeWinner(
      year: 2013, name: "Clarifai (ZFNet)", error: 11.7, depth: 8, remark: "8 layers"),
    ChallengeWinner(
      year: 2014, name: "VGG, second", error: 7.3, depth: 19, remark: "19 layers"),
    ChallengeWinner(year: 2014, name: "GoogLeNet", error: 6.7, depth: 22, remark: "22 layers"),
    ChallengeWinner(year: 2015, name: "ResNet", error: 3.57, depth: 152, remark: "152 layers"),
    ChallengeWinner(
      year: 2016, name: "Trimps-Soushen", error: 2.99, depth: nil, remark: "ensemble"),
    ChallengeWinner(year: 2017, name: "SENet", error: 2.251, depth: 154, remark: "154 layers"),
  ]

  /// A person who had trained for it (Russakovsky et al. 2015, section 6.4).
  static let human = 5.1

  /// The entry with a name; traps where there is none.
  static func named(_ name: String) -> ChallengeWinner {
    guard let found = all.first(where: { $0.name == name }) else {
      preconditionFailure("\(name) is not among the challenge's entries")
    }
    return found
  }
}
