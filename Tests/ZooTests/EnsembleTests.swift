import Foundation
import GradusAutodiff
import GradusLayers
import GradusTensors
import GradusZoo
import Testing

@Suite struct EnsembleTests {
  /// A classifier whose logits are the means of the image's channels, and which remembers nothing.
  final class ChannelMeans: Classifier {
    let classes = 3
    let factor: Double
    init(factor: Double) { self.factor = factor }
    func forward(_ images: Variable) -> Prediction {
      Prediction(logits: images.mean(axes: [1, 2]) * factor)
    }
  }

  private func images(_ shape: Shape) -> Tensor {
    .normal(shape, from: RandomStream(seed: 5, name: "ensemble"), dtype: .float64)
  }

  /// Softmax of the channel means of a box of an image, by plain loops.
  private func probabilities(
    _ x: Tensor, image: Int, top: Int, left: Int, size: Int, factor: Double
  ) -> [Double] {
    let logits = (0..<3).map { channel in
      var sum = 0.0
      for row in top..<top + size {
        for column in left..<left + size { sum += x[image, row, column, channel] }
      }
      return factor * sum / Double(size * size)
    }
    let exponentials = logits.map { exp($0) }
    let total = exponentials.reduce(0, +)
    return exponentials.map { $0 / total }
  }

  /// The middle and its mirror image, of each scale.
  @Test func mirroredViewsAreTheMiddleTwice() {
    let x = images([2, 6, 6, 3])
    let views = EnsembleViews(scales: [6, 8], cropSize: 4, crops: .mirrored)
    let seen = views.images(Variable(x)).map(\.value)
    #expect(views.count == 4 && seen.count == 4)
    for row in 0..<4 {
      for column in 0..<4 {
        #expect(seen[0][1, row, column, 2] == x[1, row + 1, column + 1, 2])
        #expect(seen[1][1, row, column, 2] == x[1, row + 1, 4 - column, 2])
        #expect(seen[3][0, row, column, 1] == seen[2][0, row, 3 - column, 1])
      }
    }
  }

  @Test func averagesProbabilitiesOfMembersAndCrops() {
    let x = images([2, 7, 9, 3])
    let ensemble = Ensemble([
      (ChannelMeans(factor: 2), EnsembleViews(cropSize: 4, crops: .ten)),
      (ChannelMeans(factor: -3), EnsembleViews(cropSize: 5, crops: .centre)),
    ])
    let result = Tensor(ensemble(x).scalars.map { exp($0) }, shape: [2, 3], dtype: .float64)
    for image in 0..<2 {
      var sum = [0.0, 0, 0]
      func add(_ top: Int, _ left: Int, _ size: Int, _ factor: Double, times: Double) {
        let p = probabilities(x, image: image, top: top, left: left, size: size, factor: factor)
        for index in 0..<3 { sum[index] += times * p[index] }
      }
      // Mirroring does not change a mean, so each crop counts twice.
      for (top, left) in [(0, 0), (0, 5), (3, 0), (3, 5), (1, 2)] {
        add(top, left, 4, 2, times: 2)
      }
      add(1, 2, 5, -3, times: 1)
      for index in 0..<3 { #expect(abs(result[image, index] - sum[index] / 11) < 1e-13) }
    }
  }

  @Test func tenCropsAreCornersCentreAndMirrors() {
    let x = images([1, 6, 8, 2])
    let views = EnsembleViews(cropSize: 4, crops: .ten).images(Variable(x)).map(\.value)
    #expect(views.count == 10)
    let corners = [(0, 0), (0, 4), (2, 0), (2, 4), (1, 2)]
    for (index, (top, left)) in corners.enumerated() {
      for row in 0..<4 {
        for column in 0..<4 {
          for channel in 0..<2 {
            #expect(
              views[index][0, row, column, channel] == x[0, top + row, left + column, channel])
            #expect(
              views[index + 5][0, row, 3 - column, channel]
                == x[0, top + row, left + column, channel])
          }
        }
      }
    }
  }

  @Test func scalesSetTheShorterSide() {
    let views = EnsembleViews(scales: [12, 20], cropSize: 8, crops: .whole)
    let shapes = views.images(Variable(images([2, 10, 15, 3]))).map(\.shape)
    #expect(shapes == [[2, 12, 18, 3], [2, 20, 30, 3]])
    #expect(EnsembleViews(scales: [12, 20], cropSize: 8, crops: .ten).count == 20)
  }

  /// PyTorch 2.15: `interpolate(i² / 100, size=(3, 4), mode="bilinear", antialias=True)` of 5x7 pixels.
  @Test func shrinkingAveragesWithoutAliasing() {
    let x = Tensor.generate([1, 5, 7, 1], dtype: .float64) { Double($0 * $0) / 100 }
    let expected = [
      0.247619047619, 0.3828, 0.6036, 0.841904761905, 2.330634920635, 2.808177777778,
      3.433777777778, 4.014444444444, 6.638095238095, 7.458, 8.4884, 9.411428571429,
    ]
    // The shorter side to 3 makes 3x4 of 5x7.
    let seen = EnsembleViews(scales: [3], cropSize: 3, crops: .whole).images(Variable(x))
    #expect(seen[0].shape == [1, 3, 4, 1])
    #expect(zip(seen[0].value.scalars, expected).allSatisfy { abs($0 - $1) < 1e-11 })
  }

  @Test func oneMemberAndOneViewChangeNothing() {
    let x = images([3, 6, 6, 3])
    let alone = ChannelMeans(factor: 4)
    let ensemble = Ensemble([(alone, EnsembleViews(cropSize: 6, crops: .centre))])
    let difference = ensemble(x) - alone(x).logSoftmax()
    #expect(difference.scalars.allSatisfy { abs($0) < 1e-13 })
  }

  @Test func membersOfTwoThousandSixteen() {
    let ensemble = Ensemble([
      (InceptionV4(), EnsembleViews(cropSize: 299, crops: .centre)),
      (InceptionResNetV2(), EnsembleViews(cropSize: 299, crops: .centre)),
    ])
    #expect(ensemble(Tensor(shapeOnly: [2, 320, 320, 3])).shape == [2, 1000])
    #expect(ensemble.parameterCount == 42_679_816 + 55_843_464)
  }
}
