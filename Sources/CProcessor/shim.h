#ifndef GRADUS_CPROCESSOR_SHIM_H
#define GRADUS_CPROCESSOR_SHIM_H
// The two instructions that tell what an x86-64 processor can do and which registers the operating
// system saves (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 1, chapter 15.2).
#include <stdint.h>

#if defined(__x86_64__)
#include <cpuid.h>

// Register `index` (0 to 3: eax, ebx, ecx, edx) of a leaf; 0 where the processor lacks the leaf.
static inline uint32_t gradus_cpuid(uint32_t leaf, uint32_t subleaf, int index) {
  uint32_t registers[4] = {0, 0, 0, 0};
  __get_cpuid_count(leaf, subleaf, registers, registers + 1, registers + 2, registers + 3);
  return registers[index];
}

// The lower half of extended control register 0; only where cpuid says that xgetbv may be used.
static inline uint32_t gradus_xgetbv(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}
#endif
// Square roots of all lanes, correctly rounded: Swift has them one by one only.
#define GRADUS_SQUARE_ROOT(scalar, lanes)                                                        \
  typedef scalar gradus_##scalar##lanes __attribute__((ext_vector_type(lanes)));                 \
  static inline gradus_##scalar##lanes gradus_sqrt_##scalar##lanes(gradus_##scalar##lanes x) {   \
    return __builtin_elementwise_sqrt(x);                                                        \
  }

GRADUS_SQUARE_ROOT(float, 4)
GRADUS_SQUARE_ROOT(double, 2)
#ifdef __AVX2__
GRADUS_SQUARE_ROOT(float, 8)
GRADUS_SQUARE_ROOT(double, 4)
#endif
#ifdef __AVX512F__
GRADUS_SQUARE_ROOT(float, 16)
GRADUS_SQUARE_ROOT(double, 8)
#endif

#endif
