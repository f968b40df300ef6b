#ifndef LIKENESS_NATIVE_MEMORY_H
#define LIKENESS_NATIVE_MEMORY_H

/// Gives memory that was freed back to the system, where the C library keeps it.
void native_return_memory(void);

#endif
