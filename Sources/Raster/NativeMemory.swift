import CNative

/// Memory that C's allocator holds.
package enum NativeMemory {
    /// Gives back what was freed. glibc keeps hundreds of megabytes after a network has run, which the encoder that
    /// comes next would add its own to.
    package static func giveBack() {
        native_return_memory()
    }
}
