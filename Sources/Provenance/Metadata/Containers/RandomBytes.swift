/// Bytes that are read here and there: a file, or a block of memory.
package protocol RandomBytes {
    var count: Int { get }
    /// Nil unless the whole range lies inside.
    func bytes(at offset: Int, count: Int) -> [UInt8]?
}

package enum ByteOrder {
    case little, big
}

extension RandomBytes {
    /// An unsigned number of 1…8 bytes. Nil beyond the end, and for numbers that no offset can be.
    package func integer(at offset: Int, bytes count: Int, _ order: ByteOrder) -> Int? {
        guard let part = bytes(at: offset, count: count) else { return nil }
        let value = (order == .big ? part : part.reversed()).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return value <= UInt64(Int.max >> 1) ? Int(value) : nil
    }

    /// Whether the bytes at the offset are those of an ASCII text.
    package func matches(_ text: String, at offset: Int) -> Bool {
        bytes(at: offset, count: text.utf8.count).map { $0.elementsEqual(text.utf8) } ?? false
    }

    /// What a range holds, when it is no longer than metadata is.
    package func block(_ range: Range<Int>) -> [UInt8]? {
        range.count <= MetadataBlocks.largest ? bytes(at: range.lowerBound, count: range.count) : nil
    }
}

/// Bytes in memory.
package struct MemoryBytes: RandomBytes {
    package let content: [UInt8]

    package init(_ content: [UInt8]) {
        self.content = content
    }

    package var count: Int { content.count }

    package func bytes(at offset: Int, count: Int) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= content.count, count <= content.count - offset else { return nil }
        return Array(content[offset..<offset + count])
    }
}
