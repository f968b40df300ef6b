/// Nodes of dag-pb (ipld.io/specs/codecs/dag-pb) that hold a UnixFS message (specs.ipfs.tech/unixfs). Both are Protocol
/// Buffers; the canonical form writes a node's links (field 2) before its data (field 1).
enum DagPB {
    private enum Key {
        static let nodeData: UInt8 = 1 << 3 | 2
        static let nodeLink: UInt8 = 2 << 3 | 2
        static let linkHash: UInt8 = 1 << 3 | 2
        static let linkName: UInt8 = 2 << 3 | 2
        static let linkSize: UInt8 = 3 << 3 | 0
        static let type: UInt8 = 1 << 3 | 0
        static let content: UInt8 = 2 << 3 | 2
        static let fileSize: UInt8 = 3 << 3 | 0
        static let partSize: UInt8 = 4 << 3 | 0
    }

    private static let folderType: UInt8 = 1
    private static let fileType: UInt8 = 2

    /// What stands before and after the bytes of a leaf. An empty file has no field for content.
    static func wrapping(contentBytes: Int) -> (head: [UInt8], tail: [UInt8]) {
        var message = [Key.type, fileType]
        if contentBytes > 0 {
            message.append(Key.content)
            append(contentBytes, to: &message)
        }
        var tail = [Key.fileSize]
        append(contentBytes, to: &tail)
        var head = [Key.nodeData]
        append(message.count + contentBytes + tail.count, to: &head)
        return (head + message, tail)
    }

    /// A node whose children are the parts of a file.
    static func file(of parts: [UnixFSNode]) -> [UInt8] {
        var node: [UInt8] = []
        for part in parts { appendLink(to: part, name: "", node: &node) }
        var message = [Key.type, fileType, Key.fileSize]
        append(parts.reduce(0) { $0 + $1.contentBytes }, to: &message)
        for part in parts {
            message.append(Key.partSize)
            append(part.contentBytes, to: &message)
        }
        return node + field(Key.nodeData, message)
    }

    /// A folder; the caller has sorted the entries.
    static func folder(of entries: [(name: String, node: UnixFSNode)]) -> [UInt8] {
        var node: [UInt8] = []
        for entry in entries { appendLink(to: entry.node, name: entry.name, node: &node) }
        return node + field(Key.nodeData, [Key.type, folderType])
    }

    private static func appendLink(to child: UnixFSNode, name: String, node: inout [UInt8]) {
        var link = field(Key.linkHash, child.cid.bytes) + field(Key.linkName, Array(name.utf8))
        link.append(Key.linkSize)
        append(child.dagBytes, to: &link)
        node += field(Key.nodeLink, link)
    }

    private static func field(_ key: UInt8, _ content: [UInt8]) -> [UInt8] {
        var field = [key]
        append(content.count, to: &field)
        return field + content
    }

    private static func append(_ count: Int, to bytes: inout [UInt8]) {
        UnsignedVarint.append(UInt64(count), to: &bytes)
    }
}
