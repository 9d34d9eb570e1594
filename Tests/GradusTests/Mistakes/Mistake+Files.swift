import Foundation
import Gradus

extension Mistake {
  /// Files and folders; all of them throw.
  static let files: [Mistake] = [
    Mistake("a data set that is not there", "") { folder in
      _ = try IDXFile(path: folder + "/train-images", contents: .images)
    },
    Mistake("labels given for images", "") { folder in
      let path = try write([0, 0, 8, 1, 0, 0, 0, 1, 5], folder)
      _ = try IDXFile(path: path, contents: .images)
    },
    Mistake("an empty file", "") { folder in
      _ = try IDXFile(path: write([], folder), contents: .images)
    },
    Mistake("a data set without images", "") { folder in
      let path = try write([0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2], folder)
      _ = try IDXFile(path: path, contents: .images)
    },
    Mistake("a file cut short", "") { folder in
      let path = try write([0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3], folder)
      _ = try IDXFile(path: path, contents: .images)
    },
    Mistake("a label beyond the classes", "") { folder in
      let path = try write([0, 0, 8, 1, 0, 0, 0, 2, 5, 11], folder)
      _ = try IDXFile(path: path, contents: .labels).labels(classes: 10)
    },
    Mistake("another number of labels than of images", "") { folder in
      let images = try write([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9], folder)
      let labels = try write([0, 0, 8, 1, 0, 0, 0, 2, 0, 1], folder, "labels")
      _ = try ImageDataset(
        name: "mine", idxImages: images, idxLabels: labels, classNames: ["cat", "dog"])
    },
    Mistake("CIFAR files of the wrong variant", "") { folder in
      let path = try write([UInt8](repeating: 3, count: 3073), folder)
      _ = try CIFARFile(path: path, variant: .cifar100, records: 1)
    },
    Mistake("a picture given for weights", "") { folder in
      let path = try write([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13], folder)
      _ = try SafetensorsFile.read(path)
    },
    Mistake("weights given for a checkpoint", "") { folder in
      let path = folder + "/data"
      try SafetensorsFile(metadata: [:], tensors: [("w", Tensor.ones([2]))])
        .write(to: path, checksummed: true)
      _ = try Checkpoint(readingFrom: path)
    },
    Mistake("a checkpoint with a byte changed", "") { folder in
      let path = folder + "/data"
      try Checkpoint(of: Sample.trainer(Sample.net())).write(to: path)
      var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      bytes[bytes.count - 1] ^= 1
      _ = try Checkpoint(readingFrom: write(bytes, folder))
    },
    Mistake("a checkpoint of another net", "") { folder in
      let path = folder + "/data"
      try Checkpoint(of: Sample.trainer(CIFARResNet(depth: 8, width: 8).initialize(seed: 1)))
        .write(to: path)
      try Checkpoint(readingFrom: path).restore(Sample.trainer(Sample.net()))
    },
    Mistake("a checkpoint of another optimiser", "") { folder in
      let path = folder + "/data"
      try Checkpoint(of: Sample.trainer(Sample.net())).write(to: path)
      let model = Sample.net()
      let other = Trainer(model, Adam(model), .constant(0.1), seed: 1)
      try Checkpoint(readingFrom: path).restore(other)
    },
    Mistake("a folder that does not exist", "") { folder in
      try Checkpoint(of: Sample.trainer(Sample.net())).write(to: folder + "/runs/a/checkpoint")
    },
    Mistake("a folder given for a file", "") { folder in
      try Checkpoint(of: Sample.trainer(Sample.net())).write(to: folder)
    },
    Mistake("a file given for a folder", "") { folder in
      let path = try write([], folder)
      try Checkpoint(of: Sample.trainer(Sample.net())).write(to: path + "/checkpoint")
    },
    Mistake("a name used twice", "") { folder in
      try SafetensorsFile(
        metadata: [:], tensors: [("w", Tensor.ones([2])), ("w", Tensor.ones([2]))]
      ).write(to: folder + "/data")
    },
    Mistake("metrics of other columns", "") { folder in
      let log = try MetricsLog(creatingIn: folder, columns: ["loss"])
      try log.append(step: 0, ["loss": 1])
      _ = try MetricsLog(resumingIn: folder, columns: ["loss", "error"], atStep: 1)
    },
  ]

  private static func write(
    _ bytes: [UInt8], _ folder: String, _ name: String = "data"
  ) throws -> String {
    let path = "\(folder)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }
}
