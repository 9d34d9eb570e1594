import Gradus

/// The lecture's names of networks, and which of the zoo's variants each means.
package enum SlideName {
  /// A name, the zoo's network, and what has to be known about the choice.
  package struct Meaning {
    package let name: String
    package let network: String
    package let note: String
  }

  /// The names by letters and digits alone; more than one name may mean a network.
  package static let meanings: [Meaning] = [
    Meaning(
      name: "AlexNet", network: "alexnet-paper",
      note: "the net of 2012, on two GPUs; alexnet is torchvision's, \"One weird trick\" of 2014"),
    Meaning(
      name: "ZFNet", network: "zfnet-lecture",
      note: "conv3-5 as on the slide, 512, 1024, 512; zfnet-paper is the net of the paper's Fig. 3"),
    Meaning(
      name: "VGG", network: "vgg16",
      note: "configuration D; vgg11, vgg13, vgg16c and vgg19 are A, B, C and E"),
    Meaning(
      name: "GoogLeNet", network: "googlenet-paper",
      note: "the paper's Table 1; googlenet is torchvision's, with batch normalisation"),
    Meaning(
      name: "Inception", network: "googlenet-paper",
      note: "the first of them; inception_v3 and inception_v4 are later ones"),
    Meaning(
      name: "ResNet", network: "resnet50", note: "resnet18 to resnet152 are the others"),
    Meaning(
      name: "WRN", network: "wide_resnet50_2", note: "wide_resnet28_10-cifar is the paper's"),
    Meaning(
      name: "ResNeXt", network: "resnext50_32x4d", note: "resnext101_32x8d is the largest"),
    Meaning(
      name: "SENet", network: "senet154", note: "2017's winner; se_resnet50 is the smallest"),
    Meaning(
      name: "DenseNet", network: "densenet121", note: "densenet161, 169 and 201 are larger"),
    Meaning(
      name: "MobileNet", network: "mobilenet_v1", note: "mobilenet_v2 and _v3 are later ones"),
    Meaning(
      name: "ShuffleNet", network: "shufflenet_v1_g3", note: "shufflenet_v2_x1_0 is a later one"),
    Meaning(
      name: "NASNet", network: "nasnet_a_mobile", note: "nasnet_a_large is the large one"),
    Meaning(name: "NAS", network: "nasnet_a_mobile", note: "mnasnet_a1 is another found net"),
  ]

  /// Names of the zoo that a student takes for the slide's net.
  private static let mistaken = ["alexnet": "AlexNet", "googlenet": "GoogLeNet"]

  /// The network that a name means, and a remark where that is not what one might think.
  ///
  /// A name of the zoo always means that network; other names are compared by letters and digits.
  package static func meaning(of typed: String) throws -> (entry: CatalogEntry, remark: String?) {
    if let entry = Catalog.all.first(where: { $0.name == typed }) {
      let slide = mistaken[typed].flatMap { name in meanings.first { $0.name == name } }
      return (
        entry,
        slide.map {
          "\(typed) is torchvision's; the slides' \($0.name) is \($0.network): \($0.note)"
        }
      )
    }
    let wanted = letters(typed)
    if let slide = meanings.first(where: { letters($0.name) == wanted }) {
      let entry = try Catalog.entry(named: slide.network)
      return (entry, "\(typed) is taken for \(entry.name): \(slide.note)")
    }
    let alike = Catalog.all.filter { letters($0.name) == wanted }
    if alike.count == 1 { return (alike[0], "\(typed) is taken for \(alike[0].name)") }
    return (try Catalog.entry(named: typed), nil)
  }

  /// The network that a name means; a remark goes to standard error.
  package static func entry(_ typed: String) throws -> CatalogEntry {
    let (entry, remark) = try meaning(of: typed)
    if let remark { StandardError.write("note: \(remark)") }
    return entry
  }

  private static func letters(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
