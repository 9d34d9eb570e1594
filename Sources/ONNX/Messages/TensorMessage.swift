import GradusInterchange
import GradusTensors

/// ONNX's `TensorProto`: a named tensor in a file.
struct TensorMessage: Sendable {
  /// Where the elements are.
  enum Elements: Sendable {
    /// In memory, to be written.
    case tensor(Tensor)
    /// In memory as whole numbers, to be written.
    case integers([Int])
    /// In the file, little-endian, at these places.
    case raw(Range<Int>)
    /// In the file as lists of numbers, in the fields for their type.
    case lists(floats: [Float], doubles: [Double], integers: [Int])
    /// In another file beside this one.
    case external(ExternalData)
  }

  /// The name; empty in a `Constant`.
  var name = ""
  /// The lengths of the axes.
  var dimensions: [Int] = []
  /// The number of the element type.
  var kind = 0
  /// Where the elements are.
  var elements = Elements.lists(floats: [], doubles: [], integers: [])

  /// Makes a tensor to be written.
  init(_ name: String, _ tensor: Tensor) {
    (self.name, dimensions) = (name, tensor.shape.dimensions)
    (kind, elements) = (ElementKind(tensor.dtype).rawValue, .tensor(tensor))
  }

  /// Makes a vector of whole numbers to be written.
  init(_ name: String, _ integers: [Int]) {
    (self.name, dimensions) = (name, [integers.count])
    (kind, elements) = (ElementKind.int64.rawValue, .integers(integers))
  }

  /// How many bytes the elements take in a file.
  var byteCount: Int {
    switch elements {
    case .tensor(let tensor): tensor.byteCount
    case .integers(let values): 8 * values.count
    case .raw(let range): range.count
    case .lists(let floats, let doubles, let integers):
      4 * floats.count + 8 * (doubles.count + integers.count)
    case .external(let place): place.length ?? 0
    }
  }

  func write(to writer: inout WireWriter) {
    writer.integers(1, dimensions)
    writer.integer(2, kind)
    switch elements {
    case .tensor(let tensor): writer.bytes(9, tensor.littleEndianBytes())
    case .integers(let values): writer.integers(7, values)
    case .external(let place):
      for (key, value) in place.entries {
        writer.message(13) {
          $0.text(1, key)
          $0.text(2, value)
        }
      }
      writer.integer(14, 1)
    case .raw, .lists: break
    }
    writer.text(8, name)
  }
}

/// Where the elements of a tensor are that has them in a file of its own.
struct ExternalData: Sendable {
  /// The file's name, beside the model's.
  var location = ""
  /// Where they begin.
  var offset = 0
  /// Their bytes; nil for all that follow.
  var length: Int?

  /// The entries that say so.
  var entries: [(String, String)] {
    [("location", location), ("offset", "\(offset)")] + (length.map { [("length", "\($0)")] } ?? [])
  }
}
