#include "AllocationGuard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// libFuzzer's own -malloc_limit_mb works under AddressSanitizer only, and is one figure for inputs of
// all sizes. Here the C library's functions are replaced, for the whole process: a program's own
// definition comes before a shared library's. AddressSanitizer does the same, so it has its way.

static _Thread_local size_t limit;
static _Thread_local size_t largest;

void gradus_limit_allocations(size_t bytes) { limit = bytes; }
size_t gradus_largest_allocation(void) { return largest; }

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

#define PLAIN __attribute__((no_sanitize("coverage")))

PLAIN static void check(size_t bytes) {
  if (limit == 0) return;
  if (bytes > largest) largest = bytes;
  if (bytes <= limit) return;
  char line[120];
  int length = snprintf(
      line, sizeof line, "over-allocation: %zu bytes at once, the limit is %zu\n", bytes, limit);
  limit = 0;
  if (write(2, line, (size_t)length) < 0) _exit(70);
  abort();
}

PLAIN void *malloc(size_t bytes) {
  check(bytes);
  return __libc_malloc(bytes);
}

PLAIN void *calloc(size_t count, size_t size) {
  size_t bytes;
  if (!__builtin_mul_overflow(count, size, &bytes)) check(bytes);
  return __libc_calloc(count, size);
}

PLAIN void *realloc(void *old, size_t bytes) {
  check(bytes);
  return __libc_realloc(old, bytes);
}

PLAIN void *memalign(size_t alignment, size_t bytes) {
  check(bytes);
  return __libc_memalign(alignment, bytes);
}

PLAIN void *aligned_alloc(size_t alignment, size_t bytes) { return memalign(alignment, bytes); }

PLAIN int posix_memalign(void **result, size_t alignment, size_t bytes) {
  *result = memalign(alignment, bytes);
  return *result == NULL && bytes > 0 ? 12 : 0;
}
#endif
