#ifndef GRADUS_ALLOCATION_GUARD_H
#define GRADUS_ALLOCATION_GUARD_H

#include <stddef.h>

/// Lets the calling thread allocate no more than `bytes` at once, until it is told another limit.
/// An allocation beyond it is a finding: the process says so and aborts. 0 lifts the limit.
void gradus_limit_allocations(size_t bytes);

/// The largest allocation that a limit was asked about so far.
size_t gradus_largest_allocation(void);

#endif
