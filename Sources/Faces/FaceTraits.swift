/// What a classifier takes a face for. It goes by looks alone and errs; nothing but the choice of faces uses it.
public struct FaceTraits: Sendable, Equatable, Codable {
    public enum Gender: String, Sendable, Codable, CaseIterable {
        case female, male
    }

    public var gender: Gender
    /// Years, from the youngest to the oldest of the group.
    public var age: ClosedRange<Int>
    /// The classifier's group, by FaceFusion's name.
    public var race: String

    public init(gender: Gender, age: ClosedRange<Int>, race: String) {
        self.gender = gender
        self.age = age
        self.race = race
    }
}
