import Gradus

extension Lecture {
  private static let twelve = "12 convolutions: the slide's table lacks conv3_3"

  static func vgg(_ nets: LectureNetworks) -> [LectureRow] {
    let costs = nets.costs("vgg16")
    let convs = costs.operations.filter { $0.kind == .convolution }
    let pools = costs.operations.filter {
      $0.kind == .pooling && $0.windowElements > $0.outputElements
    }
    let stages = nets.stages("vgg16")
    let channels = stages.map { $0[0].output[-1] }
    return [
      number(
        .vgg, "stages", "5 Conv stages", 5, exact: Double(stages.count), source: "Simonyan 2014"),
      statement(
        .vgg, "3x3, stride 1, pad 1", "All conv:  $3 \\times 3$ , stride:1, pad:1",
        source: "Simonyan 2014", note: "configuration C has three 1x1 convolutions",
        convs.map { LectureCase($0.path, $0.geometry == "3x3" && $0.padding == "1", $0.geometry) }),
      statement(
        .vgg, "2x2 pooling, stride 2", "All max pool:  $2 \\times 2$ , stride:2",
        source: "Simonyan 2014",
        pools.map { LectureCase($0.path, $0.geometry == "2x2/2", $0.geometry) }),
      statement(
        .vgg, "channels double after pooling", "After pooling, double the channels",
        source: "Simonyan 2014",
        zip(channels, channels.dropFirst()).enumerated().map { index, pair in
          LectureCase(
            "stage \(index + 2)", pair.1 == 2 * pair.0, "\(pair.0) to \(pair.1)")
        }),
      statement(
        .vgg, "conv-conv-pool at first", "(initially) Conv-Conv-Pool", source: "Simonyan 2014",
        stages.prefix(2).enumerated().map { index, stage in
          LectureCase("stage \(index + 1)", stage.count == 2, "\(stage.count) conv")
        }),
      statement(
        .vgg, "conv-conv-conv-pool later", "(later) Conv-Conv-Conv-Pool", source: "Simonyan 2014",
        stages.dropFirst(2).enumerated().map { index, stage in
          LectureCase("stage \(index + 3)", stage.count == 3, "\(stage.count) conv")
        }),
      statement(
        .vgg, "VGG-19: one more in each", "(VGG19 has one more Conv)", source: "Simonyan 2014",
        note: "one in each of the later stages, three in all",
        zip(stages, nets.stages("vgg19")).enumerated().dropFirst(2).map { index, pair in
          LectureCase(
            "stage \(index + 1)", pair.1.count == pair.0.count + 1,
            "\(pair.0.count) to \(pair.1.count)")
        }),
    ]
  }

  static func vggSize(_ nets: LectureNetworks) -> [LectureRow] {
    let memory = (
      alex: nets.memory("alexnet-paper"), one: nets.memory("alexnet-lecture"),
      vgg: nets.memory("vgg16"), table: nets.memory("vgg16-lecture")
    )
    let (alex, vgg) = (nets.parameters("alexnet-paper"), nets.parameters("vgg16"))
    let flop = (alex: nets.multiplyAdds("alexnet-paper"), vgg: nets.multiplyAdds("vgg16"))
    let table = nets.multiplyAdds("vgg16-lecture")
    let bytes = "MB are 2²⁰ bytes, of the results of convolutions alone"
    return [
      sum(
        .vggSize, "AlexNet, memory", "Memory: 1.9", 1.9, 1, " MB", memory.alex, source: "Johnson",
        reproduced: memory.one,
        by: "\"One weird trick\" of 2014 on 227 pixels, not the net of 2012",
        note: bytes),
      sum(
        .vggSize, "VGG-16, memory", "48.6MB", 48.6, 1, " MB", memory.vgg, source: "Johnson",
        reproduced: memory.table, by: twelve),
      number(
        .vggSize, "VGG-16 : AlexNet, memory", "(25X)", 25, 0, "X",
        exact: memory.vgg.total / memory.alex.total, source: "Johnson",
        tallies: [memory.vgg, memory.alex], reproduced: 48.6 / 1.9,
        by: "48.6 : 1.9, cut off",
        note: "27.5 against \"One weird trick\""),
      sum(
        .vggSize, "AlexNet, parameters", "Parameters: 61", 61, 0, " M", alex, source: "Johnson"),
      sum(.vggSize, "VGG-16, parameters", "138M", 138, 0, " M", vgg, source: "Johnson"),
      number(
        .vggSize, "VGG-16 : AlexNet, parameters", "(2.3X)", 2.3, 1, "X",
        exact: vgg.total / alex.total, source: "Johnson", tallies: [vgg, alex]),
      sum(
        .vggSize, "AlexNet, multiply-adds", "Flops: 0.7", 0.7, 1, " G", flop.alex,
        source: "Johnson", note: "flop on the slides means multiply-add"),
      sum(
        .vggSize, "VGG-16, multiply-adds", "13.6G Flop", 13.6, 1, " G", flop.vgg,
        source: "Johnson", reproduced: table, by: twelve),
      number(
        .vggSize, "VGG-16 : AlexNet, multiply-adds", "(19.4X)", 19.4, 1, "X",
        exact: flop.vgg.total / flop.alex.total, source: "Johnson",
        tallies: [flop.vgg, flop.alex], reproduced: 13.6 / 0.7, by: "13.6 : 0.7"),
      number(
        .vggSize, "VGG-16 in He et al.", "", 15.3, 1, " G",
        exact: Double(nets.costs("vgg16").total(\.multiplyAdds, of: [.convolution])) / 1e9,
        source: "He 2015", note: "convolutions alone; 15.5 with the fully connected layers"),
      number(
        .vggSize, "VGG-19 in He et al.", "", 19.6, 1, " G",
        exact: nets.multiplyAdds("vgg19").total, source: "He 2015"),
    ]
  }
}
