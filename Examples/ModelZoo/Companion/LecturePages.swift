import Gradus

/// All pages of the companion, in the order of the slides.
struct LecturePages {
  let all: [LecturePage]

  init(_ lecture: Lecture) throws {
    func rows(_ slide: LectureSlide) -> [LectureRow] { lecture.rows.filter { $0.slide == slide } }
    let zoo = "swift run ModelZoo"
    let small = try ActivationMaps()
    let check = "\(zoo) lecture"
    func numbers(
      _ slide: LectureSlide, _ statement: String, _ command: String, source: String
    ) -> LecturePage {
      LecturePage(
        slide, "", statement, [check, command].filter { !$0.isEmpty }, rows: rows(slide),
        source: source)
    }
    all =
      try [
        numbers(
          .challenge, "Training, validation and test images of the ImageNet challenge.", "",
          source: "Russakovsky et al. 2015, Table 2"),
        LecturePage(
          .challenge, "the winners", "Top-5 error by year: it falls as depth grows.",
          ["\(zoo) plot winners"], picture: .drawing(WinnersPlot.svg), isWide: true,
          source: "results of ILSVRC 2010 to 2017"),
        numbers(
          .alexNet, "Eight layers on two GPUs.", "\(zoo) summary AlexNet",
          source: "Krizhevsky et al. 2012"),
        LecturePage(
          .alexNet, "two columns",
          "Each GPU has half of the channels; they talk where arrows cross.",
          ["\(zoo) draw AlexNet --training"],
          picture: .drawing(GPUColumnsPicture(MeasuredEntry(named: "alexnet-paper")).svg),
          isWide: true, source: "Krizhevsky et al. 2012, Fig. 2; groups read off the tape"),
        LecturePage(
          .alexNet, "first filters",
          "The first layer learns colours and edges; here colours tell the classes apart.",
          ["\(zoo) lecture --html FOLDER", "\(zoo) filters WEIGHTS.safetensors"],
          picture: .drawing(small.firstFilters), isWide: true,
          source:
            "16 of a small net that the first command trains; AlexNet's 96 need ImageNet"),
        numbers(
          .zfNet, "AlexNet with smaller first filters and wider late layers.",
          "\(zoo) diff AlexNet ZFNet", source: "Zeiler and Fergus 2013, Fig. 3 and Table 2"),
        LecturePage(
          .zfNet, "beside AlexNet, layer by layer",
          "The same eight layers; ZFNet normalises after pooling, AlexNet before it.",
          [
            "\(zoo) draw AlexNet zfnet-paper --training --unfolded --direction right --labels turned"
          ], picture: .drawing(BlockPictures.earlyNetworks()), isWide: true,
          source: "Krizhevsky 2012, Fig. 2; Zeiler 2013, Fig. 3"),
      ] + Self.vgg(rows, zoo, check, numbers) + Self.googLeNet(rows, zoo, check, numbers, small)
      + Self.resNet(rows, zoo, check, numbers) + Self.later(rows, zoo, check)
      + Self.blocks(zoo)
  }

  typealias Rows = (LectureSlide) -> [LectureRow]
  typealias Numbers = (LectureSlide, String, String, String) -> LecturePage

  private static func vgg(
    _ rows: Rows, _ zoo: String, _ check: String, _ numbers: Numbers
  ) throws -> [LecturePage] {
    [
      LecturePage(
        .vgg, "", "A principle: 3x3 convolutions, 2x2 poolings, double channels.", [check],
        rows: rows(.vgg), source: "Simonyan and Zisserman 2014"),
      LecturePage(
        .vgg, "configurations A to E", "The columns of the paper's Table 1, read off the networks.",
        ["\(zoo) diff vgg16 vgg19"], picture: .table(LectureTables.vgg()), isWide: true,
        source: "Simonyan and Zisserman 2014, Table 1"),
      LecturePage(
        .threes, "", "Two 3x3 convolutions see 5x5 pixels and cost less than one 5x5.", [check],
        rows: rows(.threes), picture: .drawing(BlockPictures.threes), source: "the slides"),
      numbers(
        .halving, "Half the size and twice the channels: the same arithmetic, half the memory.", "",
        "the slides"),
      numbers(
        .vggSize, "VGG-16 is huge beside AlexNet.", "\(zoo) lecture --explain 48.6",
        "J. Johnson, EECS 498-007, lecture 8"),
      LecturePage(
        .vggSize, "layer by layer",
        "Memory lies in the first layers, parameters in fc1, arithmetic in between.",
        ["\(zoo) plot layers AlexNet VGG-16"],
        picture: .drawing(
          LayersPlot([
            try MeasuredEntry(named: "alexnet-paper"), try MeasuredEntry(named: "vgg16"),
          ]).svg(width: 1180, height: 540)), isWide: true,
        source: "counted on the tape; after J. Johnson's chart"),
    ]
  }

  private static func googLeNet(
    _ rows: Rows, _ zoo: String, _ check: String, _ numbers: Numbers, _ small: ActivationMaps
  ) throws -> [LecturePage] {
    [
      LecturePage(
        .googLeNet, "", "Efficiency was the focus of its design.",
        ["\(zoo) costs AlexNet VGG-16 GoogLeNet"], rows: rows(.googLeNet),
        picture: .drawing(ComparisonPictures.efficiency), isWide: true,
        source: "Szegedy et al. 2014; counted on the tape"),
      numbers(
        .stem, "From 224 to 28 pixels at once, for little.", "\(zoo) lecture --explain 418",
        "J. Johnson, EECS 498-007, lecture 8"),
      LecturePage(
        .inception, "", "Parallel branches, joined; 1x1 convolutions first make them cheap.",
        ["\(zoo) draw GoogLeNet --module inception3a"], rows: rows(.inception),
        picture: .drawing(BlockPictures.inception), isWide: true,
        source: "Szegedy et al. 2014, Fig. 2"),
      LecturePage(
        .pooling, "",
        "The mean of each map replaces huge matrices, and shows where a class is seen.",
        ["\(zoo) lecture --html FOLDER"], rows: rows(.pooling), picture: .drawing(small.maps),
        source:
          "Lin et al. 2013; maps after Zhou et al. 2015, of a small net that the command trains"),
      LecturePage(
        .heads, "", "Two classifiers half way send gradients to the early layers.",
        ["\(zoo) draw GoogLeNet --training --depth 1 --unfolded --direction right --labels turned"],
        rows: rows(.heads), picture: .drawing(try BlockPictures.googLeNetWithHeads()),
        isWide: true, source: "Szegedy et al. 2014, Fig. 3"),
    ]
  }
}
