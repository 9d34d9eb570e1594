import GradusAutodiff
import GradusInterchange
import GradusTensors

extension TensorBoardLog {
  /// Writes the operations of a recorded run and what they take, grouped by the layers they are in.
  ///
  ///     let tape = Tape(.inference, updatesStatistics: false)
  ///     _ = model(tape.constant(Tensor(shapeOnly: [1, 32, 32, 3])))
  ///     try log.graph(tape)
  ///
  /// Throws `FileError`; traps on a step below the one before.
  public func graph(_ tape: Tape, step: Int = 0) throws {
    var names: [String] = []
    var taken: Set<String> = []
    for node in tape.nodes.indices {
      let path = tape.path(of: node).replacing(".", with: "/")
      let wish = (path.isEmpty ? "" : "\(path)/") + tape.nodes[node].operation.name
      var (name, number) = (wish, 0)
      while !taken.insert(name).inserted {
        number += 1
        name = "\(wish)_\(number)"
      }
      names.append(name)
    }
    var graph = WireWriter()
    for (place, node) in tape.nodes.enumerated() {
      graph.message(1) { definition in
        definition.text(1, names[place])
        definition.text(2, node.operation.name)
        for case let input? in node.inputs { definition.text(3, names[input]) }
        definition.message(5) { entry in
          entry.text(1, "_output_shapes")
          entry.message(2) { value in
            value.message(1) { list in
              list.message(7) { shape in
                for length in node.shape.dimensions { shape.message(2) { $0.integer(1, length) } }
              }
            }
          }
        }
      }
    }
    graph.message(4) { $0.integer(1, 22) }
    let bytes = graph.bytes
    try append(step: step) { $0.bytes(4, bytes) }
  }
}
