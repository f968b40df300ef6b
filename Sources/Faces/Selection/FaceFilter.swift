/// Which faces come into question, by what a classifier and a recogniser said of them.
///
/// A face that nobody looked at in a respect that is asked for does not pass.
public struct FaceFilter: Sendable, Equatable {
    /// FaceFusion's `reference_face_distance`.
    public static let usualDistance: Float = 0.3

    /// Nil lets everyone pass, here and below.
    public var gender: FaceTraits.Gender?
    /// Years. A face passes when its group, of which the last year is not counted, shares a year with them; FaceFusion
    /// counts so.
    public var age: Range<Int>?
    /// One of the classifier's groups.
    public var race: String?
    /// Faces of the person that is meant; empty lets everyone pass.
    public var reference: [FaceEmbedding]
    /// A face is the person's when it is nearer to one of them than this, 0…1 (`FaceEmbedding.distance`).
    public var distance: Float

    public init(
        gender: FaceTraits.Gender? = nil, age: Range<Int>? = nil, race: String? = nil,
        reference: [FaceEmbedding] = [], distance: Float = FaceFilter.usualDistance
    ) {
        self.gender = gender
        self.age = age
        self.race = race
        self.reference = reference
        self.distance = distance
    }

    /// Positions in `faces` of those that pass, in its order.
    public func choose(_ faces: [Face]) -> [Int] {
        faces.indices.filter { passes(faces[$0]) }
    }

    /// The faces that pass, in their order.
    public func apply(to faces: [Face]) -> [Face] {
        faces.filter(passes)
    }

    private func passes(_ face: Face) -> Bool {
        if let gender, face.traits?.gender != gender { return false }
        if let race, face.traits?.race != race { return false }
        if let age {
            guard let group = face.traits?.age, group.lowerBound < age.upperBound, age.lowerBound < group.upperBound
            else { return false }
        }
        guard !reference.isEmpty else { return true }
        guard let embedding = face.embedding else { return false }
        return reference.contains { embedding.distance(to: $0) < distance }
    }
}
