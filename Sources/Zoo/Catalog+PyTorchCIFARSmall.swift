import GradusLayers

extension Catalog {
  /// The networks of Liu's pytorch-cifar with few parameters: LeNet, those for phones and those found by
  /// search.
  static let pyTorchCIFARSmall: [CatalogEntry] = [
    liu(
      "lenet", "LeNet", 62_006, 651_720, in: "Chains"
    ) { .leNet(inputChannels: $1, classes: $0) },
    liu(
      "mobilenet", "MobileNet", 3_217_226, 46_354_432, in: "Mobile"
    ) { .mobile(inputChannels: $1, classes: $0) },
    liu(
      "mobilenet_v2", "MobileNetV2", 2_296_922, 91_154_944, accuracy: 94.43, in: "Mobile"
    ) { .mobileV2(inputChannels: $1, classes: $0) },
    liu(
      "shufflenet_g2", "ShuffleNetG2", 887_582, 39_614_080, in: "Joined"
    ) { .shuffled(groups: 2, inputChannels: $1, classes: $0) },
    liu(
      "shufflenet_g3", "ShuffleNetG3", 862_768, 38_605_056, in: "Joined"
    ) { .shuffled(groups: 3, inputChannels: $1, classes: $0) },
    liu(
      "shufflenet_v2_x0_5", "ShuffleNetV2(0.5)", 352_042, 10_902_016, in: "Joined"
    ) { .split([48, 96, 192, 1024], inputChannels: $1, classes: $0) },
    liu(
      "shufflenet_v2_x1_0", "ShuffleNetV2(1)", 1_263_854, 45_002_112, in: "Joined"
    ) { .split([116, 232, 464, 1024], inputChannels: $1, classes: $0) },
    liu(
      "shufflenet_v2_x1_5", "ShuffleNetV2(1.5)", 2_488_874, 94_259_712, in: "Joined"
    ) { .split([176, 352, 704, 1024], inputChannels: $1, classes: $0) },
    liu(
      "shufflenet_v2_x2_0", "ShuffleNetV2(2)", 5_338_026, 181_645_440, in: "Joined"
    ) { .split([224, 488, 976, 2048], inputChannels: $1, classes: $0) },
    liu(
      "efficientnet_b0", "EfficientNetB0", 3_598_598, 30_331_392, in: "Mobile"
    ) { .efficientB0(inputChannels: $1, classes: $0) },
    liu(
      "regnetx_200mf", "RegNetX_200MF", 2_321_946, 223_317_600, accuracy: 94.24, in: "Mobile"
    ) {
      .regular(
        [1, 1, 4, 7], widths: [24, 56, 152, 368], groupWidth: 8, isGated: false, inputChannels: $1,
        classes: $0)
    },
    liu(
      "regnetx_400mf", "RegNetX_400MF", 4_779_338, 466_161_408, in: "Mobile"
    ) {
      .regular(
        [1, 2, 7, 12], widths: [32, 64, 160, 384], groupWidth: 16, isGated: false,
        inputChannels: $1, classes: $0)
    },
    liu(
      "regnety_400mf", "RegNetY_400MF", 5_714_362, 467_089_152, accuracy: 94.29, in: "Mobile"
    ) {
      .regular(
        [1, 2, 7, 12], widths: [32, 64, 160, 384], groupWidth: 16, isGated: true, inputChannels: $1,
        classes: $0)
    },
    liu(
      "pnasnet_a", "PNASNetA", 130_646, 28_037_856, in: "Mobile"
    ) {
      .progressive(planes: 44, inputChannels: $1, classes: $0, cell: PNASNetCellA.init)
    },
    liu(
      "pnasnet_b", "PNASNetB", 451_626, 74_474_752, in: "Mobile"
    ) {
      .progressive(planes: 32, inputChannels: $1, classes: $0, cell: PNASNetCellB.init)
    },
  ]
}
