import Foundation
import Inference
import Raster
import Upscaling

/// Puts a model of the person's own on record, so that recipes can name it: what `likeness models add` does.
public struct ModelAddition: Sendable {
    /// What the person says of the model that cannot be.
    public enum Failure: Error, Sendable, Equatable {
        case licenceUnfit(text: String)
        /// Leave to sell was given of a licence that was not named.
        case commercialUseWithoutLicence
        case sourceUnfit(text: String)
        /// A model of this task cannot be added without saying to which family of networks it belongs.
        case familyMissing(task: String, families: [String])
        case templateUnknown(name: String, known: [String])
        case numberUnfit(option: String)
    }

    /// What is on record of a licence that nobody has named.
    public static let unknownLicence = "unknown"

    /// The model: an ONNX file, or ncnn's `.param` with its `.bin` beside it.
    public var file: URL
    /// What recipes call it; nil takes the file's name without its ending.
    public var name: String?
    /// What need not be found out.
    public var known = NetworkProbe.Known()
    /// An SPDX identifier or expression; nil when the person does not know it.
    public var licence: String?
    /// Whether the licence lets works be sold. Nobody's word but the person's vouches for it.
    public var allowsCommercialUse = false
    /// The page that the model comes from.
    public var source: String?
    /// How faces are cut out for it; nil for an upscaler.
    public var face: Face?

    private static let endings = ["onnx", "param"]

    public init(file: URL) { self.file = file }

    /// Probes a copy of the file and puts it on record; the original is never touched.
    /// - Returns: the entry as it stands on record.
    /// - Throws: `Failure`, `ProbeError`, `InferenceError`, `CancellationError`; nothing is left behind then.
    public func make(in installation: Installation = .current) async throws -> ModelEntry {
        var licence = try checkedLicence()
        let source = try checkedSource()
        let endings = face == nil ? Self.endings : Face.endings
        guard endings.contains(file.pathExtension) else {
            throw ProbeError.unknownFormat(file: file.lastPathComponent, known: endings.map { ".\($0)" })
        }
        guard FileManager.default.isReadableFile(atPath: file.path) else {
            throw ProbeError.noFile(file: file.lastPathComponent)
        }
        let name = name ?? file.deletingPathExtension().lastPathComponent
        guard !Self.reserved.contains(name) else { throw InferenceError.modelNameUnfit(name: name) }
        let added = AddedModels(from: installation)
        try added.check(name: name, of: face?.task ?? .upscaling)
        // Where nobody says otherwise, a licence that forbids sale goes with its model's name.
        if self.licence == nil, let known = try ModelManifest.builtIn().entry(named: name), !known.licence.commercialUse
        {
            licence = known.licence
        }
        let family = try face?.family(named: name)
        let engine = try Engines.load(from: installation)
        let copy = try added.copy(of: file)
        return try await withTaskCancellationHandler {
            if let face, let family {
                let entry = try await face.entry(
                    named: name, family: family, licence: licence, page: source, of: copy.file,
                    calledAs: file.lastPathComponent, engine: engine)
                try Task.checkCancellation()
                return try added.register(entry, copy)
            }
            let traits = try await NativeExecutor(threads: 1).run { [file, known] in
                try NetworkProbe(
                    of: copy.file, named: file.lastPathComponent, engine: engine, known: known,
                    isCancelled: { Task.isCancelled }
                ).traits()
            }
            try Task.checkCancellation()
            let entry = ModelEntry(
                name: name, task: .upscaling, summary: Self.summary(of: traits, file: file), file: "", bytes: nil,
                sha256: nil, inputs: [traits.input], outputs: [traits.output], upscaling: traits.upscaling,
                licence: licence, availability: .added, source: .init(page: source))
            return try added.register(entry, copy)
        } onCancel: {
            copy.discard()
        }
    }

    /// Names that mean something else where a model may be named.
    private static let reserved: Set<String> = [Recipe.BuiltIn.upsampler, Enlargement.automatic]

    private static func summary(of traits: NetworkProbe.Traits, file: URL) -> String {
        "\(file.lastPathComponent), added; enlarges by \(traits.upscaling.scale)"
    }

    private func checkedLicence() throws(Failure) -> ModelEntry.Licence {
        guard let licence else {
            guard !allowsCommercialUse else { throw .commercialUseWithoutLicence }
            return .init(
                id: Self.unknownLicence, name: Self.unknownLicence, holder: Self.unknownLicence, commercialUse: false)
        }
        // SPDX 3, annex B: identifiers, AND, OR, WITH and brackets.
        let isFit =
            (1...100).contains(licence.count)
            && licence.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-+:() ".contains($0)) }
        guard isFit else { throw .licenceUnfit(text: licence) }
        return .init(id: licence, name: licence, holder: Self.unknownLicence, commercialUse: allowsCommercialUse)
    }

    private func checkedSource() throws(Failure) -> String? {
        guard let source else { return nil }
        guard let url = URL(string: source), ["https", "http"].contains(url.scheme), url.host()?.isEmpty == false,
            source.count <= 2000
        else { throw .sourceUnfit(text: source) }
        return source
    }
}

extension ModelAddition.Failure: CustomStringConvertible {
    /// `option: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .licenceUnfit(let text):
            "--licence: \"\(text)\" is no SPDX identifier. Give one such as Apache-2.0 or LicenseRef-MyModel."
        case .commercialUseWithoutLicence:
            "--commercial-use: needs a licence that allows it. Say which with --licence."
        case .sourceUnfit(let text):
            "--source: \"\(text)\" is no address of a page. Give one that begins with https://."
        case .familyMissing(let task, let families):
            "--family: say to which family of networks for \(task) the model belongs: \(families.joined(separator: ", "))."
        case .templateUnknown(let name, let known):
            "--template: \"\(name)\" is no template. Give one of \(known.joined(separator: ", "))."
        case .numberUnfit(let option):
            "\(option): give numbers that can be: a side of 1 to 4096, a deviation above 0."
        }
    }
}
