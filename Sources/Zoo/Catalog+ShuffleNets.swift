extension Catalog {
  /// The ShuffleNets.
  static let shuffleNets: [CatalogEntry] = [
    CatalogEntry(
      "shufflenet_v1_g1", paper: "Zhang et al. 2017, Table 1", year: 2017,
      parameters: 1_531_936,
      multiplyAdds: 143_078_976,
      make: { ShuffleNetV1.shufflenetV1(groups: 1, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "shufflenet_v1_g2", paper: "Zhang et al. 2017, Table 1", year: 2017,
      parameters: 1_733_848,
      multiplyAdds: 140_836_512,
      make: { ShuffleNetV1.shufflenetV1(groups: 2, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "shufflenet_v1_g3", paper: "Zhang et al. 2017, Table 1", year: 2017,
      parameters: 1_865_728,
      multiplyAdds: 137_460_672,
      publishedErrors: [
        PublishedError("Ma et al. 2018", "1 crop", top1: 32.6)
      ],
      make: { ShuffleNetV1.shufflenetV1(groups: 3, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "shufflenet_v1_g4", paper: "Zhang et al. 2017, Table 1", year: 2017,
      parameters: 1_968_344,
      multiplyAdds: 134_339_776,
      make: { ShuffleNetV1.shufflenetV1(groups: 4, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "shufflenet_v1_g8", paper: "Zhang et al. 2017, Table 1", year: 2017,
      parameters: 2_434_768,
      multiplyAdds: 138_365_952,
      make: { ShuffleNetV1.shufflenetV1(groups: 8, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "shufflenet_v1_g3-megvii", paper: "Zhang et al. 2017, authors' release", year: 2017,
      parameters: 1_864_728,
      multiplyAdds: 137_460_672,
      publishedErrors: [
        PublishedError("authors' release", "1 crop", top1: 32.2, top5: 12.3)
      ],
      make: { ShuffleNetV1.released(groups: 3, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "shufflenet_v1_g8-megvii", paper: "Zhang et al. 2017, authors' release", year: 2017,
      parameters: 2_433_768,
      multiplyAdds: 138_365_952,
      publishedErrors: [
        PublishedError("authors' release", "1 crop", top1: 32.0, top5: 13.6)
      ],
      make: { ShuffleNetV1.released(groups: 8, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "shufflenet_v2_x0_5", paper: "Ma et al. 2018, Table 5", year: 2018,
      parameters: 1_366_792,
      multiplyAdds: 40_476_448,
      publishedErrors: [
        PublishedError("authors' release", "1 crop", top1: 38.9, top5: 17.4),
        .torchvision(accuracy1: 60.552, accuracy5: 81.746),
      ],
      make: { ShuffleNetV2.shufflenetV2x05(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "shufflenet_v2_x1_0", paper: "Ma et al. 2018, Table 5", year: 2018,
      parameters: 2_278_604,
      multiplyAdds: 144_907_992,
      publishedErrors: [
        PublishedError("authors' release", "1 crop", top1: 30.6, top5: 11.1),
        .torchvision(accuracy1: 69.362, accuracy5: 88.316),
      ],
      make: { ShuffleNetV2.shufflenetV2x10(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "shufflenet_v2_x1_5", paper: "Ma et al. 2018, Table 5", year: 2018,
      parameters: 3_503_624,
      multiplyAdds: 295_759_392,
      publishedErrors: [
        .torchvision(accuracy1: 72.996, accuracy5: 91.086)
      ],
      make: { ShuffleNetV2.shufflenetV2x15(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "shufflenet_v2_x2_0", paper: "Ma et al. 2018, Table 5", year: 2018,
      parameters: 7_393_996,
      multiplyAdds: 583_253_464,
      publishedErrors: [
        .torchvision(accuracy1: 76.23, accuracy5: 93.006)
      ],
      make: { ShuffleNetV2.shufflenetV2x20(inputChannels: $1, classes: $0) }),
  ]
}
