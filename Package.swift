// swift-tools-version: 6.2
import PackageDescription

// The number-crunching target is optimised in debug builds too, so that `swift test` stays quick.
let optimisedInDebug: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
  name: "Gradus",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Gradus", targets: ["Gradus"])
  ],
  traits: [
    .trait(
      name: "Images",
      description: "Reads PNG and JPEG files, over the system's libpng and libjpeg-turbo.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"),
  ],
  targets: [
    // MARK: - Public API
    .target(
      name: "Gradus",
      dependencies: [
        "Tensors", "Autodiff", "Layers", "Zoo", "Datasets", "Training", "Insight", "Interchange",
      ]),
    .target(
      name: "Tensors", dependencies: ["CBLAS", "CLAPACK"], swiftSettings: optimisedInDebug),
    .target(name: "Autodiff", dependencies: ["Tensors"], swiftSettings: optimisedInDebug),
    .target(name: "Layers", dependencies: ["Autodiff", "Tensors"]),
    .target(name: "Zoo", dependencies: ["Layers", "Autodiff", "Tensors"]),
    .target(
      name: "Datasets",
      dependencies: [
        "Interchange", "Tensors", "CZlib",
        .target(name: "CPNG", condition: .when(traits: ["Images"])),
        .target(name: "CTurboJPEG", condition: .when(traits: ["Images"])),
      ],
      swiftSettings: optimisedInDebug),
    .target(
      name: "Interchange", dependencies: ["Tensors", "CZlib"], swiftSettings: optimisedInDebug),
    .target(
      name: "Training",
      dependencies: ["Interchange", "Datasets", "Zoo", "Layers", "Autodiff", "Tensors"]),
    .target(name: "Insight", dependencies: ["Layers", "Autodiff", "Tensors"]),

    // MARK: - System libraries
    .systemLibrary(
      name: "CBLAS", pkgConfig: "blas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CLAPACK", pkgConfig: "lapack",
      providers: [.apt(["liblapack-dev"]), .brew(["lapack"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg",
      providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),

    // MARK: - Examples
    .executableTarget(
      name: "DegradationStudy",
      dependencies: [
        "Gradus", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/DegradationStudy"),
    .executableTarget(
      name: "ModelZoo",
      dependencies: [
        "Gradus", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/ModelZoo"),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Gradus", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/Benchmarks", exclude: ["compare", "peers"]),

    // MARK: - Tests
    .target(name: "TestSupport", dependencies: ["Gradus"], path: "Tests/TestSupport"),
    .testTarget(
      name: "ZooTests", dependencies: ["Gradus", "TestSupport"],
      resources: [.copy("Goldens")]),
    .testTarget(name: "GradusTests", dependencies: ["Gradus"]),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors", "TestSupport"]),
    .testTarget(name: "AutodiffTests", dependencies: ["Autodiff", "Tensors", "TestSupport"]),
    .testTarget(name: "InterchangeTests", dependencies: ["Interchange", "Tensors"]),
    .testTarget(name: "TrainingTests", dependencies: ["Training", "Gradus", "TestSupport"]),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "Interchange", "Tensors", "TestSupport"],
      resources: [.copy("Pictures")]),
    .testTarget(name: "LayersTests", dependencies: ["Gradus", "TestSupport"]),
    .testTarget(name: "InsightTests", dependencies: ["Insight", "Gradus"]),
    .testTarget(
      name: "DegradationStudyTests",
      dependencies: [
        "DegradationStudy", "Gradus", "Insight", "Datasets", "Tensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "ModelZooTests",
      dependencies: [
        "ModelZoo", "Gradus",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
