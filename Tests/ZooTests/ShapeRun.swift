import GradusAutodiff
import GradusLayers
import GradusTensors
import GradusZoo

/// Forward runs over shape-only images.
enum ShapeRun {
  /// The shape of one image's logits.
  static func logits(_ classifier: any Classifier, _ size: ImageSize) -> Shape {
    let images = Tensor(shapeOnly: [1, size.height, size.width, size.channels])
    return classifier(Variable(images)).logits.shape
  }
}
