// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the library's build knows nothing of it. Build and run it with
// Scripts/fuzz.sh, which instruments the library too.
let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Gradus", path: "..")],
  targets: [
    .executableTarget(
      name: "Fuzzers", dependencies: [.product(name: "Gradus", package: "Gradus")],
      // libFuzzer brings the main function.
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]),
    .executableTarget(
      name: "CheckpointKill", dependencies: [.product(name: "Gradus", package: "Gradus")]),
  ],
  swiftLanguageModes: [.v6]
)
