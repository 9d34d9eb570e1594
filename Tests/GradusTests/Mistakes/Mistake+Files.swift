import Foundation
import Gradus

extension Mistake {
  /// Files and folders; all of them throw.
  static let files: [Mistake] = [
    Mistake(
      "a data set that is not there",
      "FOLDER/train-images: no such file; check the path"
    ) { folder in
      _ = try IDXFile(path: folder + "/train-images", contents: .images)
    },
    Mistake(
      "labels given for images",
      "FOLDER/data, byte 0: magic number 0x00000801, expected 0x00000803 (IDX "
        + "images); is this the right file?"
    ) { folder in
      let path = try write([0, 0, 8, 1, 0, 0, 0, 1, 5], folder)
      _ = try IDXFile(path: path, contents: .images)
    },
    Mistake(
      "an empty file",
      "FOLDER/data, byte 0: the data ends here, expected 4 bytes; fetch the file "
        + "again"
    ) { folder in
      _ = try IDXFile(path: write([], folder), contents: .images)
    },
    Mistake(
      "a data set without images",
      "FOLDER/data, byte 4: a size of 0 x 2 x 2 is not possible; is this the right "
        + "file?"
    ) { folder in
      let path = try write([0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2], folder)
      _ = try IDXFile(path: path, contents: .images)
    },
    Mistake(
      "a file cut short",
      "FOLDER/data, byte 19: the data ends here, expected 52 bytes; fetch the file "
        + "again"
    ) { folder in
      let path = try write([0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3], folder)
      _ = try IDXFile(path: path, contents: .images)
    },
    Mistake(
      "a label beyond the classes",
      "FOLDER/data, byte 9: label 11, expected 0...9; is this the right file?"
    ) { folder in
      let path = try write([0, 0, 8, 1, 0, 0, 0, 2, 5, 11], folder)
      _ = try IDXFile(path: path, contents: .labels).labels(classes: 10)
    },
    Mistake(
      "another number of labels than of images",
      "FOLDER/labels, byte 4: 2 labels for the 1 images of FOLDER/data; take both "
        + "files from the same data set and split"
    ) { folder in
      let images = try write([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9], folder)
      let labels = try write([0, 0, 8, 1, 0, 0, 0, 2, 0, 1], folder, "labels")
      _ = try ImageDataset(
        name: "mine", idxImages: images, idxLabels: labels, classNames: ["cat", "dog"])
    },
    Mistake(
      "CIFAR files of the wrong variant",
      "FOLDER/data, byte 3073: the data ends here, expected 3074 bytes; fetch the "
        + "file again"
    ) { folder in
      let path = try write([UInt8](repeating: 3, count: 3073), folder)
      _ = try CIFARFile(path: path, variant: .cifar100, records: 1)
    },
    Mistake(
      "a picture given for weights",
      "FOLDER/data: the header claims 727905341920923785 bytes and at most 100000000 "
        + "are allowed; is this a safetensors file?"
    ) { folder in
      let path = try write([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13], folder)
      _ = try SafetensorsFile.read(path)
    },
    Mistake(
      "weights given for a checkpoint",
      "FOLDER/data is not a checkpoint of version 1; it may be plain weights"
    ) { folder in
      let path = folder + "/data"
      try SafetensorsFile(metadata: [:], tensors: ["w": Tensor.ones([2])])
        .write(to: path, checksummed: true)
      _ = try Checkpoint(readingFrom: path)
    },
    Mistake(
      "a checkpoint with a byte changed",
      "FOLDER/data: the checksum is CHECKSUM and should be CHECKSUM; the file is "
        + "damaged, so use another"
    ) { folder in
      let path = folder + "/data"
      try Sample.loop(Sample.net()).checkpoint().write(to: path)
      var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      bytes[bytes.count - 1] ^= 1
      _ = try Checkpoint(readingFrom: write(bytes, folder))
    },
    Mistake(
      "a checkpoint of another net",
      "FOLDER/data does not fit this run: the tensors do not fit the model, nothing "
        + "was loaded: 1 of 37 tensors match; wrong shape: conv1.weight (model [3, 3, 3, 4], file "
        + "[3, 3, 3, 8]), bn1.weight (model [4], file [8]), bn1.bias (model [4], file [8]), "
        + "bn1.running_mean (model [4], file [8]), bn1.running_var (model [4], file [8]) "
        + "and 31 more; use the model, optimiser and average that it was saved with"
    ) { folder in
      let path = folder + "/data"
      try Sample.loop(CIFARResNet(depth: 8, width: 8).initialize(seed: 1)).checkpoint()
        .write(to: path)
      try Sample.loop(Sample.net()).restore(Checkpoint(readingFrom: path))
    },
    Mistake(
      "a checkpoint of another optimiser",
      "FOLDER/data does not fit this run: the tensors do not fit the optimiser, nothing was "
        + "loaded: 0 of 46 tensors match; missing: mean.conv1.weight, mean.bn1.weight, "
        + "mean.bn1.bias, mean.layer1.0.conv1.weight (is it \"velocity.layer1.0.conv1.weight\"?), "
        + "mean.layer1.0.bn1.weight (is it \"velocity.layer1.0.bn1.weight\"?) and 41 more; "
        + "unexpected: velocity.conv1.weight, velocity.bn1.weight, velocity.bn1.bias, "
        + "velocity.layer1.0.conv1.weight, velocity.layer1.0.bn1.weight and 18 more; "
        + "use the model, optimiser and average that it was saved with"
    ) { folder in
      let path = folder + "/data"
      try Sample.loop(Sample.net()).checkpoint().write(to: path)
      let model = Sample.net()
      let other = TrainingLoop(model, Adam(model), .constant(0.1), seed: 1)
      try other.restore(Checkpoint(readingFrom: path))
    },
    Mistake(
      "a folder that does not exist",
      "cannot write FOLDER/runs/a/checkpoint: No such file or directory; create the "
        + "folder first, or check the path"
    ) { folder in
      try Sample.loop(Sample.net()).checkpoint().write(to: folder + "/runs/a/checkpoint")
    },
    Mistake(
      "a folder given for a file",
      "cannot write FOLDER: Is a directory; give the path of a file"
    ) { folder in
      try Sample.loop(Sample.net()).checkpoint().write(to: folder)
    },
    Mistake(
      "a file given for a folder",
      "cannot write FOLDER/data/checkpoint: Not a directory; a part of the path is a "
        + "file, not a folder; check the path"
    ) { folder in
      let path = try write([], folder)
      try Sample.loop(Sample.net()).checkpoint().write(to: path + "/checkpoint")
    },
    Mistake(
      "an unwritable folder",
      "cannot write /dev/pts/checkpoint: Permission denied; change its permissions, or "
        + "choose another path"
    ) { _ in
      // Where terminals live nobody can make a file, root neither; without such a folder, the
      // message alone is checked.
      guard FileManager.default.fileExists(atPath: "/dev/pts") else {
        throw FileError(.write, "/dev/pts/checkpoint", code: EACCES)
      }
      try Sample.loop(Sample.net()).checkpoint().write(to: "/dev/pts/checkpoint")
    },
    Mistake(
      "a full disk",
      "cannot write /dev/full: No space left on device; free some space there, or "
        + "choose another disk"
    ) { _ in
      var file = try OutputFile(appendingTo: "/dev/full")
      try file.write([1])
    },
    Mistake(
      "a name that safetensors keeps for itself",
      "FOLDER/data: no tensor can be called \"__metadata__\", which the format keeps for itself; "
        + "rename it"
    ) { folder in
      try SafetensorsFile(tensors: ["__metadata__": .ones([2])]).write(to: folder + "/data")
    },
    Mistake(
      "metrics of other columns",
      "FOLDER/metrics.csv, line 1: the columns are not those of this run; resume "
        + "with the options it began with"
    ) { folder in
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
