/// The wire format of protocol buffers: messages of numbered fields, as ONNX's and TensorBoard's files
/// are (<https://protobuf.dev/programming-guides/encoding>).
package enum WireFormat {
  /// A field of a message that is read.
  package struct Field {
    /// Its number in the message's definition.
    package let number: Int
    /// What it holds.
    package let value: Value
    /// Where it begins in the file.
    package let offset: Int
  }

  /// What a field holds, as far as the wire tells.
  package enum Value {
    /// A whole number, a truth value or an enumeration.
    case varint(UInt64)
    /// Eight bytes, such as a double.
    case fixed64(UInt64)
    /// Four bytes, such as a float.
    case fixed32(UInt32)
    /// The places of text, bytes, packed numbers or a message.
    case bytes(Range<Int>)
  }

  /// Messages within messages, at most; ONNX's own files have 12.
  static let mostNested = 48
}
