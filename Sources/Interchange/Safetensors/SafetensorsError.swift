/// What is wrong with a safetensors file, told in one line.
public struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of fault; `offset` counts bytes from the start of the file.
  public enum Fault: Hashable, Sendable {
    /// The file ends before the header does: it has `found` bytes and needs `needed`.
    case truncated(found: Int, needed: UInt64)
    /// The header's stated length is above the limit of 100 MB.
    case headerTooLarge(UInt64)
    /// The header is not the JSON it should be.
    case malformedHeader(offset: Int, problem: String)
    /// A key occurs twice in one object, so that readers would disagree.
    case duplicateKey(String, offset: Int)
    /// A tensor has an element type that cannot be read.
    case unknownElementType(String, tensor: String)
    /// A tensor's shape has more elements than can be counted.
    case shapeTooLarge([Int], tensor: String)
    /// A tensor's bytes are not as many as its shape and element type need.
    case wrongByteCount(found: Int, needed: Int, tensor: String)
    /// A tensor's bytes do not begin where those before end, so that there is a hole or an overlap.
    case notContiguous(start: Int, expected: Int, tensor: String)
    /// The tensors' bytes end at `found`, counted from the start of the data, and the file elsewhere.
    case wrongDataLength(found: Int, needed: Int)
    /// An integer is beyond 2^53, so that a `Double` cannot hold it.
    case integerTooLarge(Int128, tensor: String)
    /// The file carries no checksum and one was asked for.
    case missingChecksum
    /// The file is not the one that was written.
    case wrongChecksum(stored: String, computed: String)
    /// A tensor to be written has a name that the format keeps for itself.
    case reservedName(String)
  }

  /// The file.
  public let path: String
  /// What is wrong.
  public let fault: Fault

  /// Makes the error for `fault` in the file at `path`.
  public init(_ path: String, _ fault: Fault) {
    self.path = path
    self.fault = fault
  }

  /// The file, what is wrong with it and where, and what to do, on one line.
  public var description: String { "\(path): \(explanation)" }

  private var explanation: String {
    switch fault {
    case .truncated(let found, let needed):
      "the file ends after \(found) bytes and its header needs \(needed); it is cut short, or not "
        + "a safetensors file"
    case .headerTooLarge(let length):
      "the header claims \(length) bytes and at most \(SafetensorsFile.largestHeader) are allowed; "
        + "is this a safetensors file?"
    case .malformedHeader(let offset, let problem):
      "the header is damaged at byte \(offset): \(problem); fetch or save the file again"
    case .duplicateKey(let key, let offset):
      "the header has \(key.quoted) a second time at byte \(offset); save the file again"
    case .unknownElementType(let type, let tensor):
      "tensor \(tensor.quoted) has elements of type \(type.quoted); "
        + "only floats of 16, 32 and 64 bits, integers and BOOL can be read, so convert it first"
    case .shapeTooLarge(let shape, let tensor):
      "tensor \(tensor.quoted) has the impossible shape \(Self.abridged(shape)); "
        + "fetch or save the file again"
    case .wrongByteCount(let found, let needed, let tensor):
      "tensor \(tensor.quoted) has \(found) bytes and its shape needs \(needed); "
        + "fetch or save the file again"
    case .notContiguous(let start, let expected, let tensor):
      "the data of tensor \(tensor.quoted) begin at \(start) and not at \(expected), "
        + "where those before end; fetch or save the file again"
    case .wrongDataLength(let found, let needed):
      "there are \(found) bytes of data and the header describes \(needed); the file is cut short "
        + "or has something appended, so fetch or save it again"
    case .integerTooLarge(let value, let tensor):
      "tensor \(tensor.quoted) holds the integer \(value), which a Double cannot; "
        + "convert it first"
    case .missingChecksum:
      "the file carries no checksum; it is damaged, or was not written as a checkpoint"
    case .wrongChecksum(let stored, let computed):
      "the checksum is \(computed) and should be \(stored); the file is damaged, so use another"
    case .reservedName(let name):
      "no tensor can be called \(name.quoted), which the format keeps for itself; rename it"
    }
  }

  private static func abridged(_ shape: [Int]) -> String {
    shape.count <= 8 ? "\(shape)" : "\(shape.prefix(8)) and \(shape.count - 8) more axes"
  }
}
