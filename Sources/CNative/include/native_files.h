#ifndef LIKENESS_NATIVE_FILES_H
#define LIKENESS_NATIVE_FILES_H

/// Gives two paths each other's content in one step. 0, or −1 with errno set; both must exist.
/// (renameat2 is a GNU declaration, which Swift's import of glibc leaves out.)
int native_exchange_paths(const char *first, const char *second);

#endif
