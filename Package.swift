// swift-tools-version: 6.2
import PackageDescription

// The number-crunching target is optimised in debug builds too, so that `swift test` stays quick.
let optimisedInDebug: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

// The kernels are generic over types of other files: only the whole module at once becomes single loops.
let optimisedWholeInDebug: [SwiftSetting] = [
  .unsafeFlags(
    ["-O", "-whole-module-optimization", "-num-threads", "2", "-disable-batch-mode"],
    .when(configuration: .debug))
]

// The innermost loops are compiled once for each tier of vector instructions, from folders that
// the tiers' folders link to; the library asks the processor before it calls them.
#if arch(x86_64)
  let vectorTiers = [
    vectorTier("AVX2", ["-mavx2", "-mfma"]),
    vectorTier(
      "AVX512", ["-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl", "-mavx2", "-mfma"]),
  ]
#else
  let vectorTiers = [vectorTier("Baseline", [])]
#endif

func vectorTier(_ name: String, _ flags: [String]) -> Target {
  .target(
    name: "GradusVectorKernels\(name)", dependencies: ["GradusVectorKernels", "CGradusProcessor"],
    path: "Sources/VectorKernels/\(name)",
    swiftSettings: [.unsafeFlags(flags.flatMap { ["-Xcc", $0] })] + optimisedWholeInDebug)
}

let package = Package(
  name: "Gradus",
  platforms: [.macOS(.v15)],
  products: [
    // Everything about networks.
    .library(name: "Gradus", targets: ["Gradus"]),
    // Parts, for programs that want no more: each brings what it needs of the others.
    .library(name: "GradusCore", targets: ["GradusCore"]),
    .library(name: "GradusZoo", targets: ["GradusZoo", "GradusCore"]),
    .library(
      name: "GradusTraining", targets: ["GradusTraining", "GradusDatasets", "GradusCore"]),
    .library(
      name: "GradusInsight",
      targets: ["GradusInsight", "GradusPlots", "GradusStatistics", "GradusCore"]),
    .library(
      name: "GradusClaims",
      targets: ["GradusClaims", "GradusTraining", "GradusStatistics", "GradusCore"]),
    .library(name: "GradusInterchange", targets: ["GradusInterchange", "GradusCore"]),
    .library(name: "GradusONNX", targets: ["GradusONNX", "GradusCore"]),
  ],
  traits: [
    .trait(
      name: "Images",
      description: "Reads PNG and JPEG files, over the system's libpng and libjpeg-turbo."),
    .trait(
      name: "MPI",
      description:
        "Trains and studies on several processes and machines, over the system's Open MPI."),
    .trait(
      name: "Watch",
      description: "Shows a run to the browser while it trains, over the package FlyingFox."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: vectorTiers + [
    // MARK: - Public API
    .target(
      name: "Gradus",
      dependencies: [
        "GradusTensors", "GradusAutodiff", "GradusLayers", "GradusZoo", "GradusDatasets",
        "GradusTraining", "GradusInsight", "GradusInterchange", "GradusONNX", "GradusPlots",
        "GradusStatistics",
      ]),
    .target(
      name: "GradusCore", dependencies: ["GradusTensors", "GradusAutodiff", "GradusLayers"],
      path: "Sources/Core"),
    .target(
      name: "GradusTensors",
      dependencies: ["GradusVectorKernels", "CGradusBLAS", "CGradusLAPACK"]
        + vectorTiers.map { .target(name: $0.name) },
      path: "Sources/Tensors",
      swiftSettings: optimisedInDebug),
    .target(
      name: "GradusVectorKernels", dependencies: ["CGradusProcessor"],
      path: "Sources/VectorKernels/Description", swiftSettings: optimisedInDebug),
    .target(
      name: "GradusAutodiff", dependencies: ["GradusTensors", "GradusVectorKernels"],
      path: "Sources/Autodiff",
      swiftSettings: optimisedInDebug),
    .target(
      name: "GradusLayers", dependencies: ["GradusAutodiff", "GradusTensors"],
      path: "Sources/Layers"),
    .target(
      name: "GradusZoo", dependencies: ["GradusLayers", "GradusAutodiff", "GradusTensors"],
      path: "Sources/Zoo"),
    .target(
      name: "GradusDatasets",
      dependencies: [
        "GradusInterchange", "GradusTensors", "CGradusZlib",
        .target(name: "CGradusPNG", condition: .when(traits: ["Images"])),
        .target(name: "CGradusTurboJPEG", condition: .when(traits: ["Images"])),
      ],
      path: "Sources/Datasets",
      swiftSettings: optimisedInDebug),
    .target(
      name: "GradusInterchange", dependencies: ["GradusLayers", "GradusTensors", "CGradusZlib"],
      path: "Sources/Interchange",
      swiftSettings: optimisedInDebug),
    .target(
      name: "GradusONNX",
      dependencies: ["GradusInterchange", "GradusLayers", "GradusAutodiff", "GradusTensors"],
      path: "Sources/ONNX"),
    .target(
      name: "GradusTraining",
      dependencies: [
        "GradusInterchange", "GradusDatasets", "GradusLayers", "GradusAutodiff", "GradusTensors",
        .target(name: "CGradusMPI", condition: .when(traits: ["MPI"])),
      ], path: "Sources/Training"),
    .target(
      name: "GradusInsight",
      dependencies: [
        "GradusPlots", "GradusStatistics", "GradusLayers", "GradusAutodiff", "GradusTensors",
      ],
      path: "Sources/Insight"),
    .target(
      name: "GradusClaims",
      dependencies: [
        "GradusTraining", "GradusDatasets", "GradusPlots", "GradusStatistics", "GradusTensors",
      ],
      path: "Sources/Claims"),
    .target(name: "GradusPlots", dependencies: ["GradusTensors"], path: "Sources/Plots"),
    .target(name: "GradusStatistics", dependencies: ["GradusTensors"], path: "Sources/Statistics"),

    // MARK: - System libraries
    .systemLibrary(name: "CGradusProcessor", path: "Sources/CProcessor"),
    .systemLibrary(
      name: "CGradusBLAS", path: "Sources/CBLAS", pkgConfig: "blas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CGradusLAPACK", path: "Sources/CLAPACK", pkgConfig: "lapack",
      providers: [.apt(["liblapack-dev"]), .brew(["lapack"])]),
    .systemLibrary(
      name: "CGradusZlib", path: "Sources/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CGradusPNG", path: "Sources/CPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CGradusTurboJPEG", path: "Sources/CTurboJPEG", pkgConfig: "libturbojpeg",
      providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(
      name: "CGradusMPI", path: "Sources/CMPI", pkgConfig: "ompi-c",
      providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),

    // MARK: - Examples
    .target(
      name: "GradusExampleSupport",
      dependencies: [
        "Gradus", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/Support"),
    .executableTarget(
      name: "DegradationStudy",
      dependencies: [
        "Gradus", "GradusClaims", "GradusExampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/DegradationStudy"),
    .executableTarget(
      name: "ModelZoo",
      dependencies: [
        "Gradus", "GradusExampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/ModelZoo"),
    .executableTarget(
      name: "GradusBenchmarks",
      dependencies: [
        "Gradus", "GradusExampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/Benchmarks",
      exclude: ["compare", "compare-layers", "compare-functions", "peers"]),
    .executableTarget(
      name: "TrainClassifier",
      dependencies: [
        "Gradus", "GradusExampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "FlyingFox", package: "FlyingFox", condition: .when(traits: ["Watch"])),
        .product(name: "FlyingSocks", package: "FlyingFox", condition: .when(traits: ["Watch"])),
      ],
      path: "Examples/TrainClassifier"),
    .executableTarget(
      name: "Regression",
      dependencies: [
        "Gradus", "GradusExampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/Regression"),
    .executableTarget(
      name: "PictureClassifier",
      dependencies: [
        "Gradus", "GradusExampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/PictureClassifier"),
    .executableTarget(
      name: "NetFlow",
      dependencies: [
        "Gradus", "GradusExampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/NetFlow"),
    .executableTarget(
      name: "PlainNormalizers",
      dependencies: [
        "Gradus", "GradusExampleSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/PlainNormalizers"),

    // MARK: - Tests
    .target(
      name: "GradusTestSupport", dependencies: ["Gradus"], path: "Tests/TestSupport",
      swiftSettings: optimisedInDebug),
    .testTarget(
      name: "ZooTests", dependencies: ["Gradus", "GradusTestSupport"],
      resources: [.copy("Goldens")]),
    .testTarget(name: "GradusTests", dependencies: ["Gradus"]),
    .testTarget(
      name: "TensorsTests",
      dependencies: [
        "GradusAutodiff", "GradusTensors", "GradusVectorKernels", "GradusTestSupport",
      ]),
    .testTarget(
      name: "AutodiffTests", dependencies: ["GradusAutodiff", "GradusTensors", "GradusTestSupport"]),
    .testTarget(
      name: "InterchangeTests",
      dependencies: ["GradusInterchange", "GradusTensors", "Gradus", "GradusTestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ONNXTests",
      dependencies: ["GradusONNX", "GradusInterchange", "Gradus", "GradusTestSupport"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "TrainingTests", dependencies: ["GradusTraining", "Gradus", "GradusTestSupport"]),
    .testTarget(
      name: "DatasetsTests",
      dependencies: ["GradusDatasets", "GradusInterchange", "GradusTensors", "GradusTestSupport"],
      resources: [.copy("Pictures"), .copy("Goldens")]),
    .testTarget(
      name: "LayersTests", dependencies: ["Gradus", "GradusTestSupport"],
      resources: [.copy("Goldens")]),
    .testTarget(
      name: "InsightTests", dependencies: ["GradusInsight", "GradusStatistics", "Gradus"]),
    .testTarget(
      name: "ClaimsTests",
      dependencies: ["GradusClaims", "GradusTraining", "GradusTestSupport"]),
    .testTarget(name: "PlotsTests", dependencies: ["GradusPlots", "GradusTensors"]),
    .testTarget(name: "StatisticsTests", dependencies: ["GradusStatistics", "GradusTensors"]),
    .testTarget(
      name: "DegradationStudyTests",
      dependencies: [
        "DegradationStudy", "Gradus", "GradusClaims", "GradusExampleSupport", "GradusTestSupport",
        "GradusInsight",
        "GradusDatasets", "GradusTensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "TrainClassifierTests",
      dependencies: [
        "TrainClassifier", "Gradus", "GradusExampleSupport", "GradusTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "FlyingSocks", package: "FlyingFox", condition: .when(traits: ["Watch"])),
      ]),
    .testTarget(
      name: "ModelZooTests",
      dependencies: [
        "ModelZoo", "Gradus", "GradusExampleSupport", "GradusTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "ConformanceTests", dependencies: ["Gradus"]),
    .testTarget(
      name: "ExamplesTests",
      dependencies: [
        "Regression", "PictureClassifier", "NetFlow", "PlainNormalizers", "Gradus",
        "GradusTestSupport",
      ]),
    .testTarget(
      name: "BenchmarksTests",
      dependencies: [
        "GradusBenchmarks", "Gradus", "GradusTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
