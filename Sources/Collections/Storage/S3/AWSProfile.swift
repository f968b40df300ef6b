import Foundation

/// What the files of settings say of a profile: `~/.aws/credentials` and `~/.aws/config`, as the AWS command reads them.
struct AWSProfile {
    let name: String
    /// Keys of both files, those of `credentials` first.
    let settings: [String: String]
    /// Whether any of the files has a section of that name.
    let isThere: Bool

    init(environment: [String: String]) {
        name = environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"] ?? "default"
        let home = environment["HOME"].map { URL(filePath: $0) } ?? FileManager.default.homeDirectoryForCurrentUser
        let file = { (variable: String, usual: String) in
            environment[variable].map { URL(filePath: $0) } ?? home.appending(path: ".aws/\(usual)")
        }
        let credentials = Self.sections(of: file("AWS_SHARED_CREDENTIALS_FILE", "credentials"))[name]
        let configuration = Self.sections(of: file("AWS_CONFIG_FILE", "config"))
        let ours = configuration["profile \(name)"] ?? (name == "default" ? configuration["default"] : nil)
        isThere = credentials != nil || ours != nil
        settings = (ours ?? [:]).merging(credentials ?? [:]) { $1 }
    }

    /// The sections of an INI file; a file that is not there has none. Keys of a nested block read `s3.addressing_style`.
    private static func sections(of file: URL) -> [String: [String: String]] {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [:] }
        var sections: [String: [String: String]] = [:]
        var (section, block): (String?, String?) = (nil, nil)
        for line in text.split(whereSeparator: \.isNewline) {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            if trimmed.isEmpty || trimmed.hasPrefix("#") || trimmed.hasPrefix(";") { continue }
            if trimmed.hasPrefix("["), let end = trimmed.firstIndex(of: "]") {
                let title = trimmed[trimmed.index(after: trimmed.startIndex)..<end]
                section = title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                block = nil
                if let section { sections[section] = sections[section] ?? [:] }
                continue
            }
            guard let section, let equals = trimmed.firstIndex(of: "=") else { continue }
            let key = trimmed[..<equals].trimmingCharacters(in: .whitespaces).lowercased()
            let value = trimmed[trimmed.index(after: equals)...].trimmingCharacters(in: .whitespaces)
            if line.first?.isWhitespace == true, let block {
                sections[section]?["\(block).\(key)"] = value
            } else {
                block = value.isEmpty ? key : nil
                if !value.isEmpty { sections[section]?[key] = value }
            }
        }
        return sections
    }
}
