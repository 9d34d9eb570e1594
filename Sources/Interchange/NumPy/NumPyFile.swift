import GradusTensors

/// Arrays in NumPy's own file format, npy: one array a file.
///
/// Reads versions 1, 2 and 3, both byte orders, C and Fortran order. float64 and float32 stay what
/// they are; float16, truth values and integers of 8 and 16 bits become `.float32`, wider integers
/// `.float64`, exactly or not at all. Pickled objects, structures and complex numbers are refused.
public enum NumPyFile {
  /// The array in the file at `path`; throws `FileError` and `FormatError`.
  public static func read(_ path: String) throws -> Tensor {
    try parse(FileContents.read(path), path: path)
  }

  /// The array in the bytes of a file; `path` is what errors call it. Throws `FormatError`.
  public static func parse(_ bytes: [UInt8], path: String) throws -> Tensor {
    let header = try NumPyHeader(bytes, path: path)
    // Fortran's order is ours of the array with its axes reversed.
    let stored = header.isFortranOrder ? header.shape.reversed() : header.shape
    do {
      let tensor = try header.element.decode(
        bytes, at: header.data.lowerBound, shape: Shape(stored), bigEndian: header.isBigEndian)
      return header.isFortranOrder && tensor.rank > 1
        ? tensor.permuted(stored.indices.reversed()) : tensor
    } catch {
      throw FormatError(
        path, .numPy, "it holds the integer \(error.value), which a Double cannot; convert it first"
      )
    }
  }

  /// Writes `tensor` as float32 or float64, little-endian and in C order, replacing an old file in
  /// one step; throws `FileError`, traps on a shape-only tensor.
  public static func write(_ tensor: Tensor, to path: String) throws {
    try AtomicFile.write(to: path) { file in
      try file.write(header(tensor))
      try file.write(tensor.littleEndianBytes())
    }
  }

  /// The bytes of the file that holds `tensor`.
  static func bytes(_ tensor: Tensor) -> [UInt8] { header(tensor) + tensor.littleEndianBytes() }

  /// The header of version 1, padded so that the data begin at a multiple of 64 bytes.
  private static func header(_ tensor: Tensor) -> [UInt8] {
    let lengths = tensor.shape.dimensions.map { "\($0)," }.joined(separator: " ")
    let tuple = tensor.rank > 1 ? String(lengths.dropLast()) : lengths
    let descr = tensor.dtype == .float64 ? "<f8" : "<f4"
    var text = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(tuple)), }"
    let prefix = NumPyHeader.magic.count + 4
    text += String(repeating: " ", count: 63 - (prefix + text.utf8.count) % 64) + "\n"
    var header = ByteBuilder()
    header.append(NumPyHeader.magic)
    header.append([1, 0])
    header.append(UInt16(text.utf8.count))
    header.append(text.utf8)
    return header.bytes
  }
}
