// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the library's build knows nothing of it. Build and run it with
// Scripts/fuzz.sh, which instruments the library too.
//
// The programs' settings use what Gradus keeps for its own package. These targets are compiled as parts
// of it, whose name is that of its folder.
let folder = Context.packageDirectory.split(separator: "/").dropLast().last ?? ""
let name = String(folder.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
let asPartOfGradus = ["-package-name", name]

let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  // Pictures are parsed too: libpng-dev and libturbojpeg0-dev must be installed.
  dependencies: [.package(name: "Gradus", path: "..", traits: ["Images"])],
  targets: [
    // Sources/Fuzzers/Configuration is a link to TrainClassifier's, and what it uses of the programs'
    // common part is linked in GradusExampleSupport: neither can be imported from another package.
    .target(
      name: "GradusExampleSupport", dependencies: [.product(name: "Gradus", package: "Gradus")],
      packageAccess: false, swiftSettings: [.unsafeFlags(asPartOfGradus)]),
    .executableTarget(
      name: "Fuzzers",
      dependencies: [
        "AllocationGuard", "GradusExampleSupport", .product(name: "Gradus", package: "Gradus"),
      ],
      packageAccess: false,
      // libFuzzer brings the main function.
      swiftSettings: [.unsafeFlags(["-parse-as-library"] + asPartOfGradus)]),
    .target(name: "AllocationGuard"),
    .executableTarget(
      name: "CheckpointKill", dependencies: [.product(name: "Gradus", package: "Gradus")]),
  ],
  swiftLanguageModes: [.v6]
)
