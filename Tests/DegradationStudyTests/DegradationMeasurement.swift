@testable import struct DegradationStudy.Measurement

/// The study's record of one trial, whose name Foundation has too.
typealias DegradationMeasurement = Measurement
