import GradusInterchange

extension ModelMessage {
  /// Reads a file's bytes, which errors call `path`; throws `FormatError` on any that are no network.
  init(_ bytes: [UInt8], path: String) throws {
    var reader = WireReader(bytes, path: path, format: .onnx)
    formatVersion = 0
    var hasGraph = false
    while let field = try reader.next() {
      switch field.number {
      case 1: formatVersion = try reader.integer(in: field)
      case 2: producer = try reader.text(in: field)
      case 3: producerVersion = try reader.text(in: field)
      case 7:
        graph = try GraphMessage(reader.message(in: field))
        hasGraph = true
      case 8:
        let (domain, version) = try Self.operatorSet(reader.message(in: field))
        operatorSets[domain == "ai.onnx" ? "" : domain] = version
      case 14: metadata.append(try Self.entry(reader.message(in: field)))
      default: break
      }
    }
    guard hasGraph else { throw reader.failure(at: 0, "there is no graph in it") }
  }

  private static func operatorSet(_ reader: WireReader) throws -> (String, Int) {
    var reader = reader
    var (domain, version) = ("", 0)
    while let field = try reader.next() {
      if field.number == 1 { domain = try reader.text(in: field) }
      if field.number == 2 { version = try reader.integer(in: field) }
    }
    return (domain, version)
  }

  /// A `StringStringEntryProto`.
  static func entry(_ reader: WireReader) throws -> (key: String, value: String) {
    var reader = reader
    var entry = (key: "", value: "")
    while let field = try reader.next() {
      if field.number == 1 { entry.key = try reader.text(in: field) }
      if field.number == 2 { entry.value = try reader.text(in: field) }
    }
    return entry
  }
}

extension GraphMessage {
  /// Reads a `GraphProto`.
  init(_ message: WireReader) throws {
    var reader = message
    while let field = try reader.next() {
      switch field.number {
      case 1: nodes.append(try NodeMessage(reader.message(in: field)))
      case 2: name = try reader.text(in: field)
      case 5: initializers.append(try TensorMessage(reader.message(in: field)))
      case 11: inputs.append(try ValueMessage(reader.message(in: field)))
      case 12: outputs.append(try ValueMessage(reader.message(in: field)))
      case 15: throw reader.failure(at: field.offset, "sparse initialisers are not read")
      default: break
      }
    }
  }
}

extension ValueMessage {
  /// Reads a `ValueInfoProto`.
  init(_ message: WireReader) throws {
    var reader = message
    while let field = try reader.next() {
      if field.number == 1 { name = try reader.text(in: field) }
      guard field.number == 2 else { continue }
      var type = try reader.message(in: field)
      while let field = try type.next() {
        guard field.number == 1 else { continue }
        try read(tensor: type.message(in: field))
      }
    }
  }

  private mutating func read(tensor: WireReader) throws {
    var tensor = tensor
    while let field = try tensor.next() {
      if field.number == 1 { kind = try tensor.integer(in: field) }
      guard field.number == 2 else { continue }
      var shape = try tensor.message(in: field)
      var lengths: [Dimension] = []
      while let field = try shape.next() {
        guard field.number == 1 else { continue }
        lengths.append(try Self.dimension(shape.message(in: field)))
      }
      dimensions = lengths
    }
  }

  private static func dimension(_ message: WireReader) throws -> Dimension {
    var reader = message
    var length = Dimension.named("")
    while let field = try reader.next() {
      if field.number == 1 { length = .fixed(try reader.integer(in: field)) }
      if field.number == 2 { length = .named(try reader.text(in: field)) }
    }
    return length
  }
}
