import Gradus

/// One of PyTorch's samples of an operation or a module, as `Scripts/make-conformance-samples.py` writes it.
struct ConformanceSample: Decodable {
  /// A number that may be no finite one.
  struct Number: Decodable {
    let value: Double

    init(_ value: Double) { self.value = value }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        value = number
      } else {
        let text = try container.decode([String: String].self)["text"] ?? ""
        value = Double(text) ?? .nan
      }
    }
  }

  /// A tensor of the arguments: one that is differentiated by, or constant numbers, flags or positions.
  struct Stored: Decodable {
    enum Kind: String, Decodable { case leaf, number, flag, whole }
    let shape: [Int]
    let values: [Number]
    let kind: Kind

    var tensor: Tensor { Tensor(values.map(\.value), shape: Shape(shape), dtype: .float64) }
  }

  struct Output: Decodable {
    let shape: [Int]
    let values: [Number]
  }

  /// A tensor of a module that is not trained, before and after the call.
  struct Buffer: Decodable {
    let before: [Number]
    let after: [Number]
  }

  /// An argument of the call.
  struct Argument: Decodable {
    let tensor: Int?
    let number: Double?
    let flag: Bool?
    let text: String?
    let list: [Argument]?
  }

  let operation: String
  let variant: String
  let arguments: [Argument]
  let named: [String: Argument]
  let tensors: [Stored]
  let outputs: [Output]
  let cotangents: [[Number]]
  let directions: [[Number]]
  let gradients: [[Number]?]?
  let products: [[Number]?]?
  /// Of a module: whether it was training, and its parameters among the tensors and its buffers by path.
  let training: Bool?
  let parameters: [String: Int]?
  let buffers: [String: Buffer]?

  /// The call in one line, for a report.
  var call: String {
    let texts = arguments.map(text) + named.sorted { $0.key < $1.key }.map { "\($0): \(text($1))" }
    return "\(operation)(\(texts.joined(separator: ", ")))"
  }

  private func text(_ argument: Argument) -> String {
    if let index = argument.tensor { return "\(tensors[index].shape)" }
    if let number = argument.number { return "\(number)" }
    if let flag = argument.flag { return "\(flag)" }
    if let list = argument.list { return "(\(list.map(text).joined(separator: ", ")))" }
    return argument.text ?? "nil"
  }
}
