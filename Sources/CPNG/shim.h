#ifndef GRADUS_CPNG_SHIM_H
#define GRADUS_CPNG_SHIM_H
#include <png.h>
#endif
