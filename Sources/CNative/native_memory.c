#include "native_memory.h"

#ifdef __linux__
#include <malloc.h>
#endif

void native_return_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
