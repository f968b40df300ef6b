/// A part of a file that is rewritten.
package enum Piece: Equatable {
    /// As it stands in the old file.
    case copied(Range<Int>)
    case new([UInt8])
}

extension [Piece] {
    /// Adds what is copied; neighbours become one piece, so that a list stays short however many parts a file has.
    package mutating func copy(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        if case .copied(let last)? = last, last.upperBound == range.lowerBound {
            self[count - 1] = .copied(last.lowerBound..<range.upperBound)
        } else {
            append(.copied(range))
        }
    }

    /// Bytes of the whole.
    package var length: Int {
        reduce(0) { sum, piece in
            switch piece {
            case .copied(let range): sum + range.count
            case .new(let bytes): sum + bytes.count
            }
        }
    }
}
