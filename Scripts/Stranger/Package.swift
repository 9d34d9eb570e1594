// swift-tools-version: 6.2
import PackageDescription

// A stranger's package: it depends on the library by address and version, and has targets of its own
// whose names anybody would choose. Scripts/stranger.sh copies it out of the repository and tells it
// where the library is.
let environment = Context.environment
let gradus = Target.Dependency.product(name: "Gradus", package: "gradus")

let package = Package(
  name: "Stranger",
  dependencies: [
    .package(
      url: environment["GRADUS_URL"] ?? "",
      from: Version(environment["GRADUS_VERSION"] ?? "") ?? "0.0.0")
  ],
  targets: [
    .target(name: "Datasets"),
    .target(name: "Layers", dependencies: [gradus]),
    .target(name: "Training", dependencies: [gradus]),
    .target(name: "Benchmarks"),
    .executableTarget(
      name: "OwnOperation",
      dependencies: [.product(name: "GradusCore", package: "gradus")]),
    .executableTarget(
      name: "WrongOperation",
      dependencies: [.product(name: "GradusCore", package: "gradus")]),
    .executableTarget(name: "EncoderDecoder", dependencies: [gradus]),
    .executableTarget(name: "SequentialClassifier", dependencies: [gradus, "Datasets"]),
    .executableTarget(name: "OwnScheduleAndInitializer", dependencies: [gradus, "Training"]),
    .executableTarget(name: "GradientPenalty", dependencies: [gradus]),
    .executableTarget(name: "OwnObserver", dependencies: [gradus]),
    .executableTarget(name: "OwnActivation", dependencies: [gradus, "Layers"]),
  ],
  swiftLanguageModes: [.v6]
)
