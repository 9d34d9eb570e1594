import Gradus

/// Every number of the lecture "CNN architectures" that a network decides, recomputed.
///
/// The tables are those of J. Johnson, EECS 498-007, lecture 8: kilobytes of conv results, parameters
/// with biases, multiply-adds as one operation.
struct Lecture {
  /// All numbers in the order of the slides.
  let numbers: [LectureNumber]

  /// Measures the networks.
  init() throws {
    let nets = try LectureNetworks()
    numbers =
      Self.alexNetAndVGG(nets) + Self.stems(nets) + Self.residual(nets) + Self.heads(nets)
      + Self.laws + Self.challenge
  }

  private static let twelve = "the slide's table has 12 convolutions: its third stage lacks conv3_3"

  private static func alexNetAndVGG(_ nets: LectureNetworks) -> [LectureNumber] {
    let (alex, vgg, table) = (nets.alexnet, nets.vgg16, nets.table)
    return [
      LectureNumber(
        "AlexNet, memory", 1.9, 1, " MB", exact: alex.memory, reproduced: alex.memory,
        by: "lecture", .right, "MiB of conv results alone, at 227 pixels with padding 2"),
      LectureNumber(
        "AlexNet, parameters", 61, 0, " M", exact: alex.parameters, reproduced: alex.parameters,
        by: "lecture"),
      LectureNumber(
        "AlexNet, flop", 0.7, 1, " G", exact: alex.gigas, reproduced: alex.gigas,
        by: "lecture"),
      LectureNumber(
        "VGG-16, memory", 48.6, 1, " MB", exact: vgg.memory, reproduced: table.memory,
        by: "lecture, vgg16-lecture", .wrong, twelve),
      LectureNumber(
        "VGG-16, parameters", 138, 0, " M", exact: vgg.parameters, reproduced: vgg.parameters,
        by: "lecture", .right, "the table with 12 convolutions has 137.77 M and rounds alike"),
      LectureNumber(
        "VGG-16, flop", 13.6, 1, " G", exact: vgg.gigas, reproduced: table.gigas,
        by: "lecture, vgg16-lecture", .wrong, twelve),
      LectureNumber(
        "VGG-16 : AlexNet, memory", 25, 0, "X", exact: vgg.memory / alex.memory,
        reproduced: 48.6 / 1.9, by: "printed ratio, cut off", .roughly,
        "as printed; the real VGG-16 needs 27.5 times as much", rounding: .down),
      LectureNumber(
        "VGG-16 : AlexNet, parameters", 2.3, 1, "X", exact: vgg.parameters / alex.parameters,
        reproduced: 138 / 61.0, by: "printed ratio"),
      LectureNumber(
        "VGG-16 : AlexNet, flop", 19.4, 1, "X", exact: vgg.gigas / alex.gigas,
        reproduced: 13.6 / 0.7, by: "printed ratio", .roughly,
        "as printed; the real VGG-16 computes 21.6 times as much"),
    ]
  }

  private static func stems(_ nets: LectureNetworks) -> [LectureNumber] {
    let (google, vgg, table) = (nets.googleStem, nets.vggStem, nets.tableStem)
    let googleMemory = google.mebibytes(.convolution, .pooling)
    let halved = google.megas - nets.googleFirstConvolution / 2
    return [
      LectureNumber(
        "GoogLeNet stem, memory", 7.5, 1, " MB", exact: googleMemory, reproduced: googleMemory,
        by: "lecture-stem", .right, "conv and pool results, unlike VGG's beside it"),
      LectureNumber(
        "GoogLeNet stem, parameters", 124, 0, " K", exact: Double(google.parameters) / 1e3,
        reproduced: Double(google.parameters) / 1e3, by: "lecture-stem"),
      LectureNumber(
        "GoogLeNet stem, MFLOP", 418, 0, "", exact: google.megas, reproduced: nil, by: "none",
        .wrong,
        "478 MMAC of conv, 481 with pooling; 418 swaps digits of 481, or counts conv1 by half"),
      LectureNumber(
        "VGG-16 stem, memory", 42.9, 1, " MB", exact: vgg.mebibytes(.convolution),
        reproduced: table.mebibytes(.convolution), by: "lecture, vgg16-lecture", .wrong, twelve),
      LectureNumber(
        "VGG-16 stem, parameters", 1.1, 1, " M", exact: Double(vgg.parameters) / 1e6,
        reproduced: Double(table.parameters) / 1e6, by: "lecture, vgg16-lecture", .wrong, twelve),
      LectureNumber(
        "VGG-16 stem, MFLOP", 7485, 0, "", exact: vgg.megas, reproduced: table.megas,
        by: "lecture, vgg16-lecture", .wrong, twelve, rounding: .down),
      LectureNumber(
        "VGG-16 : stem, memory", 5.7, 1, "X",
        exact: vgg.mebibytes(.convolution) / google.mebibytes(.convolution),
        reproduced: table.mebibytes(.convolution) / googleMemory, by: "conventions mixed",
        .roughly, "7.5 with conv results on both sides, 6.9 with pool results on both"),
      LectureNumber(
        "VGG-16 : stem, parameters", 8.9, 1, "X",
        exact: Double(vgg.parameters) / Double(google.parameters),
        reproduced: 1100 / 124.0, by: "printed ratio", .roughly, twelve),
      LectureNumber(
        "VGG-16 : stem, MFLOP", 17.8, 1, "X", exact: vgg.megas / google.megas,
        reproduced: table.megas / halved, by: "half conv1, cut off", .roughly,
        "7485 : 418 is 17.9; the real nets compare as 19.5", rounding: .down),
    ]
  }

  private static func heads(_ nets: LectureNetworks) -> [LectureNumber] {
    [
      LectureNumber(
        "ZFNet, pixels after pool1", 55, 0, "", exact: 55, reproduced: nets.zfnetPixels,
        by: "padding 1"),
      LectureNumber(
        "ZFNet, features", 9216, 0, "", exact: 9216, reproduced: nets.zfnetFeatures,
        by: "6 · 6 · 256"),
      LectureNumber(
        "GoogLeNet's head, parameters", 1_025_000, 0, "", exact: nets.googleHead,
        reproduced: nets.googleHead, by: "one fc", .right,
        "fc6 of VGG-16 alone has 102,764,544"),
      LectureNumber(
        "GTX 580, AlexNet's weights", 349, 0, " MiB", exact: nets.gpuWeights,
        reproduced: nets.gpuWeights, by: "3 times half", .right,
        "per GPU: half the weights, their gradients and momentum"),
      LectureNumber(
        "GTX 580, AlexNet's results", 322, 0, " MiB", exact: nets.gpuResults,
        reproduced: nets.gpuResults, by: "2 times half", .right,
        "per GPU: half the results of conv and fc for 128 images, and their gradients"),
    ]
  }
}
