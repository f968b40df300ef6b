import Foundation

extension RightsRecord {
    /// What stands against making and using a work with these pictures and models.
    ///
    /// Blocks while it hashes the documents of the entries that it needs; each document once.
    /// - Parameters:
    ///   - inputs: the work's pictures; nil checks every entry, where no work is at hand.
    ///   - models: the models that take part, as the tool knows them.
    ///   - uses: what is about to be done, such as `nft` before minting. `commercial` counts always when the record says
    ///     that the work is to be sold, and `derivative` for every source and target.
    ///   - day: the day that counts for `expires`.
    ///   - folder: where the documents lie.
    /// - Returns: pictures in their order, then the entries, then the models; empty when nothing stands against it.
    public func check(
        against inputs: [RightsInput]?, models used: [RightsModel] = [], for uses: Set<RightsUse> = [],
        on day: CalendarDay, evidenceIn folder: URL
    ) -> [RightsFinding] {
        let index = RightsIndex(entries)
        var findings: [RightsFinding] = []
        var groups: [[Int]] = []
        if let inputs {
            for input in inputs {
                let (group, finding) = index.entries(for: input)
                groups.append(group)
                if let finding { findings.append(finding) }
            }
        } else {
            groups = index.pictures
        }
        var documents = RightsDocuments(folder: folder)
        for position in Set(groups.joined()).sorted() {
            findings += check(position, for: uses, on: day, documents: &documents)
        }
        if commercial { findings += unasked(in: groups) }
        findings += RightsContradictions.findings(in: entries)
        return findings + check(used)
    }

    private static func path(_ position: Int) -> JSONPath { JSONPath.root.key("entries").index(position) }

    private func check(
        _ position: Int, for uses: Set<RightsUse>, on day: CalendarDay, documents: inout RightsDocuments
    ) -> [RightsFinding] {
        let entry = entries[position]
        let path = Self.path(position)
        var findings: [RightsFinding] = []
        if entry.sha256 == nil, let file = entry.file { findings.append(.nameOnly(file: file, path: path)) }
        if let lastDay = entry.expires, day > lastDay {
            findings.append(.expired(person: entry.person, lastDay: lastDay, path: path.key("expires")))
        }
        var needed = uses
        if commercial { needed.insert(.commercial) }
        if entry.role != .reference { needed.insert(.derivative) }
        for use in RightsUse.allCases where needed.contains(use) && !entry.allows(use) {
            findings.append(.useNotAllowed(use, person: entry.person, path: path.key("uses")))
        }
        if let evidence = entry.evidence {
            let finding = documents.check(evidence, at: path.key("evidence"))
            if let finding { findings.append(finding) }
        } else if entry.basis.needsEvidence {
            findings.append(
                .evidenceMissing(file: "for \(entry.basis.rawValue)", reason: "is not recorded", path: path))
        }
        return findings
    }

    /// People whose picture is licensed, but who have not agreed themselves.
    private func unasked(in groups: [[Int]]) -> [RightsFinding] {
        var unasked: Set<Int> = []
        for group in groups {
            let asked = Set(group.filter { entries[$0].basis.isConsent }.map { entries[$0].person })
            unasked.formUnion(
                group.filter {
                    let entry = entries[$0]
                    return entry.basis == .licence && !entry.isOfFictionalPerson && !asked.contains(entry.person)
                })
        }
        return unasked.sorted().map { .noConsent(person: entries[$0].person, path: Self.path($0)) }
    }

    private func check(_ used: [RightsModel]) -> [RightsFinding] {
        var findings: [RightsFinding] = []
        for model in used {
            if commercial, !model.allowsCommercialUse { findings.append(.modelNotCommercial(model)) }
            for (position, recorded) in models.enumerated() where recorded.name == model.name && recorded != model {
                let path = JSONPath.root.key("models").index(position)
                findings.append(.modelDiffers(recorded: recorded, used: model, path: path))
            }
        }
        return findings
    }
}
