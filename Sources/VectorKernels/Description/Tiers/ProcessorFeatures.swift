#if arch(x86_64)
  import CGradusProcessor
#endif

/// What the processor can do and the operating system lets it: an instruction set counts only if its
/// registers are saved when threads are switched.
enum ProcessorFeatures {
  #if arch(x86_64)
    /// AVX2 with fused multiply-add.
    static let hasAVX2 =
      savesRegisters(0b110) && has(fusedMultiplyAdd, in: leaf1) && has(avx2, in: leaf7)
    /// AVX-512 F, DQ, BW and VL, beside AVX2.
    static let hasAVX512 =
      hasAVX2 && savesRegisters(0b1110_0110) && has(avx512, in: leaf7)

    private static let leaf1 = gradus_cpuid(1, 0, 2)
    private static let leaf7 = gradus_cpuid(7, 0, 1)
    private static let systemUsesExtendedState: UInt32 = 1 << 27
    private static let fusedMultiplyAdd: UInt32 = 1 << 12 | 1 << 28
    private static let avx2: UInt32 = 1 << 5
    private static let avx512: UInt32 = 1 << 16 | 1 << 17 | 1 << 30 | 1 << 31

    private static func has(_ bits: UInt32, in register: UInt32) -> Bool { register & bits == bits }

    /// Bits of extended control register 0: 1 and 2 for the registers of SSE and AVX, 5 to 7 for
    /// those of AVX-512.
    private static func savesRegisters(_ bits: UInt32) -> Bool {
      has(systemUsesExtendedState, in: leaf1) && has(bits, in: gradus_xgetbv())
    }
  #endif
}
