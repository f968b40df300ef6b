extension CredentialReport {
    /// The report of credentials that cannot be read at all, which is a way of being invalid.
    init(unreadable reason: String) {
        self.init(state: .invalid)
        // The library says so when the picture names a place instead of holding its credentials.
        let code = reason.hasPrefix("Remote") ? "manifest.inaccessible" : "general.error"
        failures = [Finding(code: code, explanation: reason, address: nil)]
    }

    /// Reads the library's report. What is missing in it makes the credentials invalid, never valid.
    init(_ text: String) {
        let value: JSONValue
        do { value = try JSONReader.value(of: [UInt8](text.utf8)) } catch {
            self.init(unreadable: "the library's report cannot be read: \(error)")
            return
        }
        let results = value["validation_results"]?["activeManifest"]
        let failed = Finding.list(results?["failure"])
        self.init(state: Self.state(value["validation_state"]?.string, failed))
        failures = failed.filter { $0.code != Finding.unknownSigner }
        notes = Finding.list(results?["informational"]) + failed.filter { $0.code == Finding.unknownSigner }
        for delta in value["validation_results"]?["ingredientDeltas"]?.elements ?? [] {
            failures += Finding.list(delta["validationDeltas"]?["failure"]).filter { $0.code != Finding.unknownSigner }
            notes += Finding.list(delta["validationDeltas"]?["informational"])
        }
        for (label, manifest) in value["manifests"]?.members ?? [:] {
            manifests[label] = ManifestReport(label: label, manifest)
        }
        guard let label = value["active_manifest"]?.string, let manifest = value["manifests"]?[label] else {
            state = .invalid
            failures.append(Finding(code: "claim.missing", explanation: nil, address: nil))
            return
        }
        active = manifests[label]
        let signature = manifest["signature_info"]
        signer = SignerName(
            organization: signature?["issuer"]?.string, commonName: signature?["common_name"]?.string,
            serialNumber: signature?["cert_serial_number"]?.string, algorithm: signature?["alg"]?.string)
        signingTime = signature?["time"]?.string
    }

    /// The library's state, which its own list of failures may only lower.
    fileprivate static func state(_ text: String?, _ failed: [Finding]) -> State {
        guard failed.allSatisfy({ $0.code == Finding.unknownSigner }) else { return .invalid }
        return switch text {
        case "Trusted": failed.isEmpty ? .trusted : .valid
        case "Valid": .valid
        default: .invalid
        }
    }
}

extension ManifestReport {
    init(label: String, _ value: JSONValue) {
        self.label = label
        title = value["title"]?.string
        let generator = value["claim_generator_info"]?.elements?.first
        let words = [generator?["name"]?.string, generator?["version"]?.string].compactMap(\.self)
        self.generator = words.isEmpty ? nil : words.joined(separator: " ")
        assertions = (value["assertions"]?.elements ?? []).compactMap { entry in
            guard let label = entry["label"]?.string else { return nil }
            return Assertion(label: label, content: entry["data"] ?? .null)
        }
        ingredients = (value["ingredients"]?.elements ?? []).map(IngredientReport.init)
    }
}

extension IngredientReport {
    init(_ value: JSONValue) {
        title = value["title"]?.string
        format = value["format"]?.string
        relationship = value["relationship"]?.string
        dataTypes = (value["data_types"]?.elements ?? []).compactMap { $0["type"]?.string }
        digest = value["metadata"]?[ManifestIngredient.digestKey]?.string
        manifest = value["active_manifest"]?.string
        let results = value["validation_results"]?["activeManifest"]
        let failed = CredentialReport.Finding.list(results?["failure"])
        failures = failed.filter { $0.code != CredentialReport.Finding.unknownSigner }
        let succeeded = CredentialReport.Finding.list(results?["success"]).map(\.code)
        if results == nil && manifest == nil {
            state = .absent
        } else if !failures.isEmpty || !succeeded.contains("claimSignature.validated") {
            state = .invalid
        } else {
            state = succeeded.contains("signingCredential.trusted") ? .trusted : .valid
        }
    }
}
