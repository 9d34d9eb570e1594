import GradusInterchange

extension NodeMessage {
  /// Reads a `NodeProto`.
  init(_ message: WireReader) throws {
    var reader = message
    while let field = try reader.next() {
      switch field.number {
      case 1: inputs.append(try reader.text(in: field))
      case 2: outputs.append(try reader.text(in: field))
      case 3: name = try reader.text(in: field)
      case 4: operation = try reader.text(in: field)
      case 5: attributes.append(try AttributeMessage(reader.message(in: field)))
      case 7:
        domain = try reader.text(in: field)
        if domain == "ai.onnx" { domain = "" }
      default: break
      }
    }
  }
}

extension AttributeMessage {
  /// Reads an `AttributeProto`.
  init(_ message: WireReader) throws {
    var reader = message
    var (type, float, integer, text) = (0, Float(0), 0, "")
    var (floats, integers, texts): ([Float], [Int], [String]) = ([], [], [])
    var tensor: TensorMessage?
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try reader.text(in: field)
      case 2: float = try reader.float(in: field)
      case 3: integer = try reader.integer(in: field)
      case 4:
        // Bytes that are no text are of operators that are not read.
        text = (try? reader.text(in: field)) ?? ""
      case 5: tensor = try TensorMessage(reader.message(in: field))
      case 7: try reader.append(floatsIn: field, to: &floats)
      case 8: try reader.append(integersIn: field, to: &integers)
      case 9: texts.append(try reader.text(in: field))
      case 20: type = try reader.integer(in: field)
      default: break
      }
    }
    value =
      switch type {
      case 1: .float(float)
      case 2: .integer(integer)
      case 3: .text(text)
      case 4: tensor.map { .tensor($0) } ?? .unread(type)
      case 6: .floats(floats)
      case 7: .integers(integers)
      case 8: .texts(texts)
      default: .unread(type)
      }
  }
}
