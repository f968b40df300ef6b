extension Manifest {
    /// Checks what the library leaves to us, or refuses only once the file is written.
    func validate() throws(ManifestError) {
        if title.isEmpty { throw .emptyField(name: "title") }
        if generator.name.isEmpty { throw .emptyField(name: "generator.name") }
        let relationships = try ingredientRelationships()
        try validateBeginning()
        for (index, action) in actions.enumerated() {
            try validate(action, at: index, among: relationships)
        }
        try validateAssertions()
        _ = try metadataContext()
    }

    private func ingredientRelationships() throws(ManifestError) -> [String: ManifestIngredient.Relationship] {
        var relationships: [String: ManifestIngredient.Relationship] = [:]
        for (index, ingredient) in ingredients.enumerated() {
            if ingredient.identifier.isEmpty { throw .emptyField(name: "ingredients[\(index)].identifier") }
            if ingredient.title.isEmpty { throw .emptyField(name: "ingredients[\(index)].title") }
            if ingredient.format.isEmpty { throw .emptyField(name: "ingredients[\(index)].format") }
            guard relationships.updateValue(ingredient.relationship, forKey: ingredient.identifier) == nil else {
                throw .repeatedIngredient(identifier: ingredient.identifier)
            }
        }
        return relationships
    }

    private func validateBeginning() throws(ManifestError) {
        guard let first = actions.first else { throw .noActions }
        guard first.name.begins else { throw .firstAction(name: first.name.rawValue) }
        for (index, action) in actions.enumerated().dropFirst() where action.name.begins {
            throw .secondBeginning(name: action.name.rawValue, index: index)
        }
        let parents = ingredients.filter { $0.relationship == .parentOf }.map(\.identifier)
        if parents.count > 1 { throw .severalParents(identifiers: parents) }
        guard first.name == .created else { return }
        if first.sourceType == nil { throw .missingSourceType(action: first.name.rawValue) }
        if let parent = parents.first { throw .parentOfCreated(identifier: parent) }
    }

    private func validate(
        _ action: ManifestAction, at index: Int, among relationships: [String: ManifestIngredient.Relationship]
    ) throws(ManifestError) {
        let name = action.name.rawValue
        let isOurs = !name.hasPrefix("c2pa.") && Self.isReverseDomain(name)
        guard isOurs || ManifestAction.Name.vocabulary.contains(action.name) else {
            throw .unknownAction(name: name, index: index)
        }
        for identifier in action.ingredients where relationships[identifier] == nil {
            throw .unknownIngredient(action: name, index: index, identifier: identifier)
        }
        if let (relationship, isNeeded) = action.name.requirement, isNeeded || !action.ingredients.isEmpty,
            !action.ingredients.contains(where: { relationships[$0] == relationship })
        {
            throw .missingIngredient(action: name, index: index, relationship: relationship.rawValue)
        }
        for reserved in ["ingredient", "ingredients", "ingredientIds", "redacted"]
        where action.parameters[reserved] != nil {
            throw .reservedParameter(action: name, index: index, name: reserved)
        }
    }

    private func validateAssertions() throws(ManifestError) {
        for label in assertions.keys.sorted() {
            if label.hasPrefix("c2pa.") || label.hasPrefix("cawg.") { throw .reservedAssertion(label: label) }
            guard Self.isReverseDomain(label) else { throw .badAssertionLabel(label: label) }
        }
    }

    /// Whether a label has two or more parts of letters, digits, `-` and `_` between points, without the `__` that the
    /// library puts before a count.
    private static func isReverseDomain(_ label: String) -> Bool {
        let parts = label.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 && !label.contains("__")
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || isOther($0)) }
            }
    }

    private static func isOther(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
    }
}
