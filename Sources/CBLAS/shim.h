#ifndef GRADUS_CBLAS_SHIM_H
#define GRADUS_CBLAS_SHIM_H
#include <cblas.h>
#endif
