// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the library's build knows nothing of it. Build and run it with
// Scripts/fuzz.sh, which instruments the library too.
let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  // Pictures are parsed too: libpng-dev and libturbojpeg0-dev must be installed.
  dependencies: [.package(name: "Gradus", path: "..", traits: ["Images"])],
  targets: [
    // Sources/Fuzzers/Configuration is a link to TrainClassifier's, and what it uses of the programs'
    // common part is linked in GradusExampleSupport: neither can be imported from another package.
    .target(
      name: "GradusExampleSupport", dependencies: [.product(name: "Gradus", package: "Gradus")]),
    .executableTarget(
      name: "Fuzzers",
      dependencies: [
        "AllocationGuard", "GradusExampleSupport", .product(name: "Gradus", package: "Gradus"),
      ],
      // libFuzzer brings the main function.
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
    .target(name: "AllocationGuard"),
    .executableTarget(
      name: "CheckpointKill", dependencies: [.product(name: "Gradus", package: "Gradus")]),
  ],
  swiftLanguageModes: [.v6]
)
