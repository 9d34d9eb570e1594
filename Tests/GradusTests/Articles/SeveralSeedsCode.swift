// swift-format-ignore-file
import Foundation
import Gradus

// MARK: - SeveralSeeds

func trained(seed: UInt64) throws -> Double {
  let model = Sequential {
    Linear(2, 8)
    Tanh()
    Linear(8, 1)
  }.initialize(seed: seed)
  let random = RandomStream(seed: 1, name: "input")
  let input = Tensor.uniform([64, 2], in: -1..<1, from: random)
  let pair = Pair(input: input, target: input.sum(axis: 1, keepingAxes: true))
  return try train(model, pair, steps: 40).last ?? .nan
}

func ofSeveralSeeds(_ count: Int) async throws -> [Double] {
  try await withThrowingTaskGroup(of: (Int, Double).self) { group in
    for number in 0..<count {
      group.addTask { (number, try trained(seed: UInt64(number))) }
    }
    var losses = [Double](repeating: .nan, count: count)
    for try await (number, loss) in group { losses[number] = loss }
    return losses                                 // in the order of the seeds
  }
}

func compared(_ losses: [Double], _ others: [Double]) -> Double {
  if let interval = StudentInterval.ofMean(losses, confidence: 0.95) {
    print("mean loss in \(interval)")
  }
  let differences = zip(others, losses).map { $0 - $1 }    // of equal seeds
  return SignFlipTest.pValue(differences)       // 1/32 at best with five seeds
}
