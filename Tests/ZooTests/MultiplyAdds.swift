import GradusAutodiff
import GradusLayers
import GradusTensors
import GradusZoo

/// Multiply-adds of one image, read off the tape of a shape-only forward run.
enum MultiplyAdds {
  /// Those of convolutions and matrix products, without biases and auxiliary heads.
  static func count(_ classifier: any Classifier, _ size: ImageSize) -> Int {
    let tape = Tape(.inference)
    let images = Tensor(shapeOnly: [1, size.height, size.width, size.channels])
    _ = classifier(tape.constant(images))
    return tape.nodes.reduce(0) { $0 + count($1, tape) }
  }

  private static func count(_ node: TapeNode, _ tape: Tape) -> Int {
    func input(_ index: Int) -> Shape { tape.nodes[node.inputs[index]!].shape }
    switch node.operation.name {
    case "conv2d":
      let filter = input(1)
      return node.shape.count * filter[0] * filter[1] * filter[2]
    case "matmul":
      return node.shape.count * input(0)[-1]
    default:
      return 0
    }
  }
}
