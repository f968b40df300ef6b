/// Whether a picture may be put to one kind of use by machines (CAWG training and data mining assertion 1.1).
public struct MiningPermission: Sendable, Hashable {
    public enum Purpose: String, Sendable, CaseIterable {
        case training = "cawg.ai_training"
        case generativeTraining = "cawg.ai_generative_training"
        case inference = "cawg.ai_inference"
        case dataMining = "cawg.data_mining"
    }

    public enum Use: Sendable, Hashable {
        case allowed
        case notAllowed
        /// Allowed on conditions: a sentence, or the address of one.
        case constrained(String)
    }

    public var purpose: Purpose
    public var use: Use

    public init(_ purpose: Purpose, _ use: Use) {
        self.purpose = purpose
        self.use = use
    }

    /// Every purpose, not allowed.
    public static let noneAllowed = Purpose.allCases.map { MiningPermission($0, .notAllowed) }

    var json: JSONValue {
        switch use {
        case .allowed: .object(["use": .string("allowed")])
        case .notAllowed: .object(["use": .string("notAllowed")])
        case .constrained(let conditions):
            .object(["use": .string("constrained"), "constraint_info": .string(conditions)])
        }
    }
}
