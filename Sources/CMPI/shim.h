#ifndef GRADUS_CMPI_SHIM_H
#define GRADUS_CMPI_SHIM_H
#include <mpi.h>

// MPI's constants are macros with casts, which Swift does not see.
static inline MPI_Comm gradus_mpi_world(void) { return MPI_COMM_WORLD; }
static inline MPI_Datatype gradus_mpi_byte(void) { return MPI_BYTE; }
static inline MPI_Errhandler gradus_mpi_errors_return(void) { return MPI_ERRORS_RETURN; }
static inline MPI_Request gradus_mpi_request_null(void) { return MPI_REQUEST_NULL; }
static inline MPI_Status *gradus_mpi_status_ignore(void) { return MPI_STATUS_IGNORE; }
static inline MPI_Status *gradus_mpi_statuses_ignore(void) { return MPI_STATUSES_IGNORE; }
#endif
