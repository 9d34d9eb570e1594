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

// The first `count` elements at a place in memory, from none to one fewer than a vector has. The others are zero, and
// neither read nor written. Swift has them element by element only.
#define GRADUS_INLINE static inline __attribute__((always_inline))
#ifdef __AVX2__
#include <immintrin.h>

GRADUS_INLINE gradus_float8 gradus_load_part_float8(const float *source, int64_t count) {
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_maskload_ps(source, _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), lanes));
}

GRADUS_INLINE gradus_double4 gradus_load_part_double4(const double *source, int64_t count) {
  const __m256i lanes = _mm256_setr_epi64x(0, 1, 2, 3);
  return _mm256_maskload_pd(source, _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), lanes));
}

// By halves: a masked store of AVX2 is many operations on AMD's processors.
GRADUS_INLINE void gradus_store_part_float8(gradus_float8 x, float *target, int64_t count) {
  __m128 rest = _mm256_castps256_ps128(x);
  if (count & 4) {
    _mm_storeu_ps(target, rest);
    rest = _mm256_extractf128_ps(x, 1);
    target += 4;
  }
  if (count & 2) {
    _mm_storel_pi((__m64 *)target, rest);
    rest = _mm_movehl_ps(rest, rest);
    target += 2;
  }
  if (count & 1) _mm_store_ss(target, rest);
}

GRADUS_INLINE void gradus_store_part_double4(gradus_double4 x, double *target, int64_t count) {
  __m128d rest = _mm256_castpd256_pd128(x);
  if (count & 2) {
    _mm_storeu_pd(target, rest);
    rest = _mm256_extractf128_pd(x, 1);
    target += 2;
  }
  if (count & 1) _mm_store_sd(target, rest);
}
#endif
#ifdef __AVX512F__
GRADUS_INLINE gradus_float16 gradus_load_part_float16(const float *source, int64_t count) {
  return _mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), source);
}

GRADUS_INLINE gradus_double8 gradus_load_part_double8(const double *source, int64_t count) {
  return _mm512_maskz_loadu_pd((__mmask8)((1u << count) - 1), source);
}

GRADUS_INLINE void gradus_store_part_float16(gradus_float16 x, float *target, int64_t count) {
  _mm512_mask_storeu_ps(target, (__mmask16)((1u << count) - 1), x);
}

GRADUS_INLINE void gradus_store_part_double8(gradus_double8 x, double *target, int64_t count) {
  _mm512_mask_storeu_pd(target, (__mmask8)((1u << count) - 1), x);
}
#endif

#endif
