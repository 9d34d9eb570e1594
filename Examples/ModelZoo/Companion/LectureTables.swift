import Gradus

/// The papers' tables of configurations, read off the networks.
enum LectureTables {
  /// VGG's Table 1: the convolutions of each stage in configurations A to E.
  static func vgg() -> TextTable {
    let nets = LectureNetworks()
    let names = ["vgg11", "vgg11-lrn", "vgg13", "vgg16c", "vgg16", "vgg19"]
    var table = TextTable(
      ["stage", "A", "A-LRN", "B", "C", "D (VGG-16)", "E (VGG-19)"], left: Set(0...6))
    let stages = names.map(nets.stages)
    for stage in 0..<5 {
      table.rows.append(
        ["\(stage + 1)"]
          + zip(names, stages).map { name, stages in
            let layers = stages[stage].map { "\($0.geometry) \($0.output[-1])" }
            let norm = name == "vgg11-lrn" && stage == 0 ? ["LRN"] : []
            return (layers + norm).joined(separator: "\n")
          })
    }
    let fulls = { (name: String) in
      nets.costs(name).operations.filter { $0.kind == .matrixProduct }.map { "\($0.output[-1])" }
        .joined(separator: ", ")
    }
    table.rows.append(["fc"] + names.map(fulls))
    table.rows.append(["layers"] + names.map { "\(nets.layers($0))" })
    table.rows.append(
      ["parameters, M"]
        + names.map { NumberText.fixed(nets.parameters($0).total, decimals: 1) })
    table.rows.append(
      ["GMAC"] + names.map { NumberText.fixed(nets.multiplyAdds($0).total, decimals: 2) })
    return table
  }

  /// ResNet's Table 1: the blocks of each stage in nets of 18 to 152 layers.
  static func resNet() -> TextTable {
    let nets = LectureNetworks()
    let names = ["resnet18", "resnet34", "resnet50-v1", "resnet101-v1", "resnet152-v1"]
    var table = TextTable(["stage", "size", "18", "34", "50", "101", "152"], left: Set(0...6))
    let blocks = names.map(nets.blocks)
    table.rows.append(["stem", "112x112, 56x56"] + names.map { _ in "7x7/2 64, pool 3x3/2" })
    for stage in 0..<4 {
      let size = blocks[0][stage][0].output.map { "\($0[1])x\($0[2])" } ?? ""
      table.rows.append(
        ["\(stage + 1)", size]
          + blocks.map { stages in
            let convs = (stages[stage].last?.children ?? []).filter { $0.type == "Conv2d" }.map {
              "\($0.geometry) \($0.output?[-1] ?? 0)"
            }
            return "\(convs.joined(separator: "\n"))  ×\(stages[stage].count)"
          })
    }
    table.rows.append(["head", "1x1"] + names.map { _ in "average, fc 1000" })
    table.rows.append(
      ["parameters, M", ""]
        + names.map { NumberText.fixed(nets.parameters($0).total, decimals: 1) })
    table.rows.append(
      ["GMAC", ""] + names.map { NumberText.fixed(nets.multiplyAdds($0).total, decimals: 2) })
    return table
  }
}
