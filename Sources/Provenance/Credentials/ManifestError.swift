/// What a manifest says that the C2PA specification (2.2, section 18.15) or we do not let it say.
public enum ManifestError: Error, Sendable, Equatable {
    case noActions
    /// The first action is neither `c2pa.created` nor `c2pa.opened`.
    case firstAction(name: String)
    /// `c2pa.created` or `c2pa.opened` later than first.
    case secondBeginning(name: String, index: Int)
    case unknownAction(name: String, index: Int)
    case missingSourceType(action: String)
    /// An action that must name ingredients of one relationship names none.
    case missingIngredient(action: String, index: Int, relationship: String)
    case unknownIngredient(action: String, index: Int, identifier: String)
    case repeatedIngredient(identifier: String)
    case severalParents(identifiers: [String])
    /// A parent in a manifest that begins with `c2pa.created`.
    case parentOfCreated(identifier: String)
    /// A parameter that the manifest's own fields write.
    case reservedParameter(action: String, index: Int, name: String)
    case badAssertionLabel(label: String)
    /// An assertion that the manifest's own fields or the library write.
    case reservedAssertion(label: String)
    /// A metadata key without a prefix that is known here.
    case unknownMetadata(key: String)
    case emptyField(name: String)
}

extension ManifestError: CustomStringConvertible {
    /// `field: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .noActions:
            "actions: there is none. Begin with c2pa.created or c2pa.opened."
        case .firstAction(let name):
            "actions[0]: is \(name). Begin with c2pa.created or c2pa.opened."
        case .secondBeginning(let name, let index):
            "actions[\(index)]: \(name) may only come first. Say what was done next, such as c2pa.placed."
        case .unknownAction(let name, let index):
            "actions[\(index)]: \(name) is no action of C2PA. Take one that is, or name yours as org.example.action."
        case .missingSourceType(let action):
            "actions[0]: \(action) has no digital source type. Say what kind of picture it is."
        case .missingIngredient(let action, let index, let relationship):
            "actions[\(index)]: \(action) names no ingredient that is \(relationship). Name the one that it acts on."
        case .unknownIngredient(let action, let index, let identifier):
            "actions[\(index)]: \(action) names the ingredient \(identifier), which is not there. Add it to ingredients."
        case .repeatedIngredient(let identifier):
            "ingredients: \(identifier) is there twice. Give each its own identifier."
        case .severalParents(let identifiers):
            "ingredients: \(identifiers.joined(separator: ", ")) are all parents. Only one picture can be edited: "
                + "make the others components."
        case .parentOfCreated(let identifier):
            "ingredients: \(identifier) is a parent, but the picture was created. Begin with c2pa.opened, or make it a "
                + "component."
        case .reservedParameter(let action, let index, let name):
            "actions[\(index)]: the parameter \(name) of \(action) is written from its ingredients. Leave it out."
        case .badAssertionLabel(let label):
            "assertions: \(label) is no label. Name it in reverse-domain form, such as org.example.record."
        case .reservedAssertion(let label):
            "assertions: \(label) is written from other fields. Leave it out."
        case .unknownMetadata(let key):
            "metadata: \(key) has no prefix that is known here. Write it as dc:creator."
        case .emptyField(let name):
            "\(name): is empty. Fill it."
        }
    }
}
