/// Joins the leaves of a file to one root in Kubo's balanced layout: every leaf lies equally deep, and every node is
/// full but the last of its level.
///
/// It keeps the children of one unfinished node for each level: at most 1024 · 3 for a terabyte.
package struct UnixFSTree: Sendable {
    private let profile: UnixFSProfile
    /// Nodes without a parent, by level; the leaves are level 0.
    private var levels: [[UnixFSNode]] = []

    package init(profile: UnixFSProfile) {
        self.profile = profile
    }

    /// Takes the next node of the lowest level.
    /// - Parameter visit: is given each parent that became full, children before parents.
    package mutating func add<Failure: Error>(
        _ leaf: UnixFSNode, visit: (UnixFSBlock) throws(Failure) -> Void
    ) throws(Failure) {
        try add(leaf, level: 0, visit: visit)
    }

    /// The root; nil when there was no leaf. Nothing may be added afterwards.
    package mutating func finish<Failure: Error>(
        visit: (UnixFSBlock) throws(Failure) -> Void
    ) throws(Failure) -> UnixFSNode? {
        var level = 0
        while level < levels.count {
            let isTop = level == levels.count - 1
            if isTop, levels[level].count == 1 { return levels[level][0] }
            if !levels[level].isEmpty { try close(level, visit: visit) }
            level += 1
        }
        return nil
    }

    private mutating func add<Failure: Error>(
        _ node: UnixFSNode, level: Int, visit: (UnixFSBlock) throws(Failure) -> Void
    ) throws(Failure) {
        if level == levels.count { levels.append([]) }
        levels[level].append(node)
        if levels[level].count == profile.fileLinks { try close(level, visit: visit) }
    }

    private mutating func close<Failure: Error>(
        _ level: Int, visit: (UnixFSBlock) throws(Failure) -> Void
    ) throws(Failure) {
        let parts = levels[level]
        levels[level].removeAll(keepingCapacity: true)
        let block = UnixFSBlock(parts: parts, profile: profile)
        try visit(block)
        let node = UnixFSNode(
            cid: block.cid, contentBytes: parts.reduce(0) { $0 + $1.contentBytes },
            dagBytes: parts.reduce(block.count) { $0 + $1.dagBytes })
        try add(node, level: level + 1, visit: visit)
    }
}
