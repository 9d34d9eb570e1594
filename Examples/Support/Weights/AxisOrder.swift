import ArgumentParser
import Gradus

/// The order of the axes of filters and matrices in a file.
package enum AxisOrder: String, ExpressibleByArgument, CaseIterable {
  /// Height, width, inputs, outputs, and inputs, outputs: this library's, TensorFlow's and Flax's.
  case hwio
  /// Outputs, inputs, height, width, and outputs, inputs: PyTorch's and Caffe's.
  case oihw

  /// The same of a state dictionary.
  package var layout: StateDictionary.Layout { self == .hwio ? .native : .pyTorch }
}
