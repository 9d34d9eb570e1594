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
    // Sources/Fuzzers/Configuration is a link to TrainClassifier's, and what it uses of the package's
    // own is linked in Support: a program cannot be imported.
    .executableTarget(
      name: "Fuzzers",
      dependencies: ["AllocationGuard", .product(name: "Gradus", package: "Gradus")],
      // libFuzzer brings the main function.
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
    .target(name: "AllocationGuard"),
    .executableTarget(
      name: "CheckpointKill", dependencies: [.product(name: "Gradus", package: "Gradus")]),
  ],
  swiftLanguageModes: [.v6]
)
