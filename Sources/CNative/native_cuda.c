#include "native_cuda.h"

#include <dlfcn.h>
#include <limits.h>

// As cuda.h has them: 0 is success, and so is the first card's number.
typedef int (*cuda_start)(unsigned int flags);
typedef int (*cuda_device)(int *device, int ordinal);
typedef int (*cuda_name)(char *name, int length, int device);

bool native_cuda_card(char *name, size_t capacity) {
    if (capacity == 0 || capacity > INT_MAX) {
        return false;
    }
    // Never closed: the driver has threads of its own.
    void *driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (driver == NULL) {
        return false;
    }
    cuda_start start;
    cuda_device first;
    cuda_name tell;
    // POSIX lets a symbol's address be a function's; ISO C has no cast between the two, hence the write through void **.
    *(void **)&start = dlsym(driver, "cuInit");
    *(void **)&first = dlsym(driver, "cuDeviceGet");
    *(void **)&tell = dlsym(driver, "cuDeviceGetName");
    int device = 0;
    return start != NULL && first != NULL && tell != NULL && start(0) == 0 && first(&device, 0) == 0 &&
           tell(name, (int)capacity, device) == 0;
}
