import GradusAutodiff
import GradusTensors

/// A part of a model: an object that owns parameters, buffers and other modules in stored properties.
///
/// Nothing needs to be registered: reflection finds what a module owns, and property names are the
/// names in the state dictionary (`runningMean` becomes `running_mean`). Properties are found wherever
/// they are declared, also in a superclass, and within optionals, enums, arrays, dictionaries (in the
/// order of their keys), tuples, structs and lazy properties that were read; not within closures, sets
/// and objects that are no modules. An optional or an enum adds no component to the path, an array
/// adds the position, a dictionary the key.
public protocol Module: TapeScope {}

extension Module {
  /// Runs `body` as a call of this module, so that traps, observers and instruments know the path of
  /// what happens in it: for a module with a call of its own, of several inputs or results.
  ///
  ///     final class Decoder: Module {
  ///       let layer = Linear(8, 8)
  ///       func callAsFunction(_ x: Variable, skip: Variable) -> Variable {
  ///         scoped(on: x) { layer(x) + skip }
  ///       }
  ///     }
  ///
  /// - Parameters:
  ///   - x: one of the inputs, which tells the tape.
  ///   - body: the forward run; it may return anything.
  public func scoped<R>(on x: Variable, _ body: () -> R) -> R {
    guard let tape = x.tape else { return body() }
    return tape.inScope(of: self, body)
  }
}

/// A module that maps one variable to another.
///
/// Write `forward`, call the layer: `layer(x)`. The call is where the tape learns the layer's path
/// and where observers sit.
public protocol Layer: Module {
  /// Computes the output; call the layer instead of this.
  func forward(_ x: Variable) -> Variable
}

extension Layer {
  /// Runs the layer on a variable.
  public func callAsFunction(_ x: Variable) -> Variable {
    guard let tape = x.tape else { return forward(x) }
    return tape.inScope(of: self) { tape.replacement(of: self)?(x) ?? forward(x) }
  }

  /// Runs the layer on a tensor in inference mode, keeping nothing.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    // A tape that does not record still knows the layers' paths, for messages.
    let tape = Tape(.inference, recording: false)
    return withExtendedLifetime(tape) { self(tape.constant(x)).value }
  }
}

/// A module whose children are numbered or named by itself and not by its properties, and which
/// adds no component of its own to paths: `Sequential`.
public protocol Container: Module {
  /// The children with their path components.
  var children: [(name: String, module: any Module)] { get }
}
