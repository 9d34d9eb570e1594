import Foundation
import Gradus
import GradusTraining

/// The machine in words.
enum MachineDescription {
  /// Processor, cores, vector instructions and BLAS: `AMD EPYC, 2 cores, avx2, OpenBLAS`.
  static var text: String {
    let processor = RunEnvironment.processor ?? "unknown processor"
    let cores = AvailableCores.count
    return "\(processor), \(cores) cores, \(VectorInstructions.tier), \(BLAS.description)"
  }
}
