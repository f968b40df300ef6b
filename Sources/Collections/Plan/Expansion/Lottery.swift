/// Draws combinations by weight, one from each of several wheels, and none twice.
///
/// Every draw is by the weights of what is left: that of a combination is the product of its parts' weights. Wheels turn
/// in the order of their parts' names and every draw has a stream of its own, so that the order in which a plan lists
/// things does not count, and a longer series begins as a shorter one did.
///
/// Complexity: a draw takes as many steps as all wheels have parts.
package struct Lottery {
    package struct Wheel {
        /// What the stream is called; unique among the wheels.
        package var purpose: String
        /// The parts' places in the plan, in the order of their names.
        fileprivate var order: [Int]
        /// In the same order; 1 together, so that products over many wheels stay in range.
        fileprivate var weights: [Double]
        /// Where in that order the plan's parts are.
        fileprivate var ranks: [Int]

        package init(purpose: String, names: [String], weights: [Double]) {
            self.purpose = purpose
            order = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
            let sum = order.reduce(0.0) { $0 + weights[$1] }
            self.weights = order.map { weights[$0] / sum }
            ranks = Array(repeating: 0, count: order.count)
            for (rank, place) in order.enumerated() { ranks[place] = rank }
        }
    }

    /// What was drawn below a beginning of a combination.
    private struct Node {
        var part: Int
        var taken = 0
        var weight = 0.0
        /// In the order of their parts: indices of `nodes`.
        var children: [Int] = []
    }

    private let wheels: [Wheel]
    private let seed: UInt64
    /// How many combinations begin with what is above a wheel, and what they weigh: one entry more than there are wheels.
    private let counts: [Int]
    private let weights: [Double]
    private var nodes = [Node(part: 0)]

    package init(_ wheels: [Wheel], seed: UInt64) {
        self.wheels = wheels
        self.seed = seed
        var (counts, weights) = ([1], [1.0])
        for wheel in wheels.reversed() {
            let (count, overflows) = counts[0].multipliedReportingOverflow(by: wheel.order.count)
            // Nobody draws as many: what counts is that there is always one left.
            counts.insert(overflows ? .max : count, at: 0)
            weights.insert(weights[0] * wheel.weights.reduce(0, +), at: 0)
        }
        (self.counts, self.weights) = (counts, weights)
    }

    /// How many different combinations there are; `Int.max` for more than that.
    package var combinations: Int { counts[0] }

    /// The parts' places in the plan, wheel by wheel; nil where none is left.
    /// - Parameters:
    ///   - position: which work it is for, from 0.
    ///   - fixed: places for the first wheels that are not drawn.
    package mutating func draw(position: Int, fixed: [Int] = []) -> [Int]? {
        var path = [0]
        var drawn: [Int] = []
        for (level, wheel) in wheels.enumerated() {
            let part: Int?
            if level < fixed.count {
                part = wheel.ranks[fixed[level]]
            } else {
                var stream = SplitMix64(seed: seed, purpose: wheel.purpose, position: position)
                part = turn(level, below: path[level], by: stream.nextUnit())
            }
            guard let part else { return nil }
            drawn.append(wheel.order[part])
            path.append(child(part, of: path[level]))
        }
        guard let last = path.last, nodes[last].taken == 0 else { return nil }
        let weight = zip(wheels, zip(path.dropFirst(), drawn)).reduce(1.0) { product, step in
            product * step.0.weights[nodes[step.1.0].part]
        }
        // What was taken below a node is told as what it weighs there: the parts above it divide out.
        var above = 1.0
        for (level, node) in path.enumerated() {
            if level > 0 { above *= wheels[level - 1].weights[nodes[node].part] }
            nodes[node].taken += 1
            nodes[node].weight += weight / above
        }
        return drawn
    }

    /// Goes through the parts until the weights that are left add up to `share` of them all.
    private func turn(_ level: Int, below node: Int, by share: Double) -> Int? {
        let below = (count: counts[level + 1], weight: weights[level + 1])
        var rest = share * (weights[level] - nodes[node].weight)
        var taken = nodes[node].children[...]
        var last: Int?
        for (part, weight) in wheels[level].weights.enumerated() {
            var left = below.weight
            if let child = taken.first, nodes[child].part == part {
                taken.removeFirst()
                guard nodes[child].taken < below.count else { continue }
                // Sums of many small weights may be off by the last digit; what is left is never less than nothing.
                left = max(left - nodes[child].weight, .leastNormalMagnitude)
            }
            last = part
            rest -= weight * left
            if rest < 0 { return part }
        }
        return last
    }

    private mutating func child(_ part: Int, of node: Int) -> Int {
        var (low, high) = (0, nodes[node].children.count)
        while low < high {
            let middle = (low + high) / 2
            if nodes[nodes[node].children[middle]].part < part { low = middle + 1 } else { high = middle }
        }
        if low < nodes[node].children.count, nodes[nodes[node].children[low]].part == part {
            return nodes[node].children[low]
        }
        nodes.append(Node(part: part))
        nodes[node].children.insert(nodes.count - 1, at: low)
        return nodes.count - 1
    }
}
