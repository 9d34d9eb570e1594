import Foundation
import Gradus
import GradusTraining

/// The machine in words.
enum MachineDescription {
  /// Processor, cores and BLAS: `AMD EPYC, 2 cores, OpenBLAS`.
  static var text: String {
    let processor = RunEnvironment.processor ?? "unknown processor"
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return "\(processor), \(cores) cores, \(BLAS.implementation)"
  }
}
