import Foundation
import Gradus
import Testing

private final class Net: Classifier {
  let features = Sequential {
    Conv2d(3, 4, kernel: 3)
    ReLU()
  }
  let head = Linear(4, 2)
  let classes = 2
  func forward(_ images: Variable) -> Prediction { Prediction(logits: head(features(images))) }
}

/// A crash needs no report of its own here; the message alone is read.
private func trapQuietly() {
  for number in [SIGILL, SIGTRAP, SIGABRT] { signal(number, SIG_DFL) }
}

private func message(_ result: ExitTest.Result?) -> String {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}

/// Programming errors end the program with a message that names the layer.
@Suite struct LayerTrapTests {
  @Test func oneValueAChannel() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      trapQuietly()
      let model = CIFARResNet(depth: 8, width: 2).initialize(seed: 1)
      let tape = Tape(.training)
      _ = model(tape.constant(.ones([1, 2, 2, 3])))
    }
    #expect(
      message(result).contains("layer2.0.bn1: batch normalisation: a training batch of shape "))
    #expect(message(result).contains("[1, 1, 1, 4] has one value a channel"))
  }

  @Test func wrongChannelsOfAConvolution() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      trapQuietly()
      let tape = Tape(.training)
      _ = Net().initialize(seed: 1)(tape.constant(.ones([1, 4, 4, 5])))
    }
    #expect(message(result).contains("features.0: conv2d: input [1, 4, 4, 5] has 5 channels"))
  }

  @Test func wrongChannelsInInference() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      trapQuietly()
      _ = Net().initialize(seed: 1)(Tensor.ones([1, 4, 4, 5]))
    }
    #expect(message(result).contains("features.0: conv2d: input [1, 4, 4, 5] has 5 channels"))
  }

  @Test func wrongFeaturesOfALinearLayer() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      trapQuietly()
      let model = Sequential(named: [("fc", Linear(3, 2))]).initialize(seed: 1)
      _ = model(Tensor.ones([1, 4]))
    }
    #expect(message(result).contains("fc: linear: input [1, 4] must end in 3 features"))
  }

  @Test func wrongChannelsOfABatchNorm() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      trapQuietly()
      let model = Sequential(named: [("bn", BatchNorm(3))]).initialize(seed: 1)
      _ = model(Tensor.ones([2, 4]))
    }
    #expect(message(result).contains("bn: batch normalisation: input [2, 4] must have 3 channels"))
  }

  @Test func parametersWithoutValues() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      trapQuietly()
      _ = Net()(Tensor.ones([1, 4, 4, 3]))
    }
    #expect(message(result).contains("features.0: a parameter of shape [3, 3, 3, 4] has no values"))
    #expect(message(result).contains("initialize(seed:)"))
  }

  @Test func statisticsWithoutValues() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      trapQuietly()
      _ = Sequential { BatchNorm(3, affine: false) }(Tensor.ones([2, 3]))
    }
    #expect(message(result).contains("0: batch normalisation: the running statistics have no"))
  }

  @Test func impossibleLayers() async {
    await #expect(processExitsWith: .failure) {
      trapQuietly()
      _ = Dropout(1)
    }
    await #expect(processExitsWith: .failure) {
      trapQuietly()
      _ = Conv2d(3, 4, kernel: 3, groups: 2)
    }
    await #expect(processExitsWith: .failure) {
      trapQuietly()
      Linear(2, 2).weight.value = .zeros([3, 2])
    }
  }
}
