extension InferenceError {
    /// Whether asking otherwise mends it (another name, another set-up); else something failed on the way.
    public var isBadInput: Bool {
        switch self {
        case .engineFailed, .unreadable, .cannotWrite, .manifestInvalid, .modelMismatch, .wrongInputCount, .wrongShape,
            .unknownInput, .unsupportedElements, .notPublished, .downloadFailed, .uncheckable, .wrongFile,
            .pullUnderWay:
            false
        case .unknownEngine, .engineNotFound, .engineUnusable, .unknownProvider, .providerUnavailable, .formatNotRead,
            .unknownModel, .modelNotInstalled, .modelNotFetched,
            .modelDamaged, .addedModelMissing, .addedModelDamaged, .addedModelsInvalid, .modelNameTaken,
            .modelNameUnfit, .modelNotAdded, .pulledModelDamaged, .notPullable, .licenceNotAccepted, .notInMirror,
            .unknownFamily, .wrongTask, .foreignFamily:
            true
        }
    }
}

extension InferenceError: CustomStringConvertible {
    /// `file or name: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .unknownEngine(let name, let known):
            "\(Engines.variable): \"\(name)\" is no engine. Give \(known.joined(separator: " or ")), or unset it."
        case .engineNotFound(let engine, let places, let variable):
            "\(engine): not found. Looked in \(Self.list(places)). "
                + "Run \(Installation.setUp), or set \(variable) to its folder."
        case .engineUnusable(let engine, let file, let reason):
            "\(file): cannot be used as \(engine): \(reason). Run \(Installation.setUp)."
        case .engineFailed(let engine, let model, let step, let reason):
            "\(model): \(engine) failed to \(step): \(reason)"
        case .unknownProvider(let name, let known):
            "\(ONNXRuntimeProvider.variable): \"\(name)\" is no provider. Give \(known.joined(separator: ", ")), "
                + "name=path for a plugin library, or unset it."
        case .providerUnavailable(let engine, let provider, let reason, let available):
            "\(ONNXRuntimeProvider.variable): \(engine) cannot use \(provider): \(reason). "
                + "This library was built with \(Self.list(available)). Take \(provider) out, or set "
                + "\(ONNXRuntimeLibrary.variable) to the folder of a library that has it."
        case .formatNotRead(let file, let engine, let readers):
            "\(file): \(engine) does not read such files; \(readers.joined(separator: " and ")) does. "
                + "Set \(Engines.variable) to \(readers.joined(separator: " or ")), or unset it."
        case .unknownModel(let name, _):
            "\(name): is no model that is known here. See: likeness models list."
        case .modelNotInstalled(let name, let file, let places):
            "\(name): \(file) is not installed. Looked in \(Self.list(places)). Run \(Installation.setUp)."
        case .modelNotFetched(let name, let licence, let commercialUse, let source, let places):
            "\(name): is not here; its licence is \(licence)"
                + (commercialUse ? "" : ", which forbids commercial use")
                + ". It belongs in \(places.last ?? "."). Get it with: \(source)."
        case .modelDamaged(let name, let file, let expected, let found):
            "\(file): is not \(name): expected SHA-256 \(expected), found \(found). "
                + "Delete the file and run \(Installation.setUp)."
        case .addedModelMissing(let name, let file, let places):
            "\(name): \(file), which was added, is gone. Looked in \(Self.list(places)). "
                + "Take the entry away with: likeness models remove \(name); then add the model again."
        case .addedModelDamaged(let name, let file, let expected, let found):
            "\(file): is not the \(name) that was added: expected SHA-256 \(expected), found \(found). "
                + "Take it away with: likeness models remove \(name); then add the model again."
        case .addedModelsInvalid(let file, let field, let reason):
            "\(file): \(field): \(reason). Mend it, or move the file away and add the models again."
        case .modelNameTaken(let name):
            "\(name): a model has this name or alias already. Give another --name, or first: likeness models remove \(name)."
        case .modelNameUnfit(let name):
            "--name: \"\(name)\" cannot stand in a recipe. Give letters, digits, dot, hyphen and underscore, at most "
                + "\(ModelEntry.longestName), and no name of a built-in part."
        case .modelNotAdded(let name, let added):
            "\(name): is no model that was added"
                + (added.isEmpty ? "; none was." : ". Added are \(added.joined(separator: ", ")).")
        case .pulledModelDamaged(let name, let file, let expected, let found):
            "\(file): is not the \(name) that is on record: expected SHA-256 \(expected), found \(found). "
                + "Move it away and say: likeness models pull \(name)."
        case .notPullable(let name, let reason):
            "\(name): cannot be pulled: \(reason)."
        case .licenceNotAccepted(let names):
            "\(names.joined(separator: ", ")): the licence has not been accepted. Read it above; if you agree, add "
                + "--accept-licence, or say y on a terminal."
        case .notInMirror(let name, let file, let folder):
            "\(name): \(folder) has no file \(file). Give the folder that has it with --from."
        case .notPublished(let name, let address, let status):
            "\(name): \(address) answers \(status). Get the file elsewhere and give its folder with --from."
        case .downloadFailed(let name, let address, let reason):
            "\(name): \(address) cannot be fetched: \(reason). Is there a network? The same command goes on from where "
                + "it stopped; or give a folder that has the file with --from."
        case .uncheckable(let name, let address):
            "\(name): nothing is known to hold the file at \(address) against, so it was not fetched. Get it yourself "
                + "and give its folder with --from."
        case .wrongFile(let name, let origin, let sum, let expected, let found):
            "\(name): \(origin) is another file: expected \(sum) \(expected), found \(found). It was not taken."
        case .pullUnderWay(let file):
            "\(file): another process is fetching this file. Wait for it."
        case .unknownFamily(let name, let known):
            "--family: \"\(name)\" is no family of networks. Give one of \(known.joined(separator: ", "))."
        case .wrongTask(let family, let task, let tasks):
            "--task: networks of the family \(family) are for \(tasks.joined(separator: " or ")), not for \(task)."
        case .foreignFamily(let file, let family, let field, let expected, let found):
            "\(file): is no network of the family \(family): its \(field) are \(found), those of the family \(expected)."
        case .unreadable(let file, let reason):
            "\(file): cannot be read: \(reason)."
        case .cannotWrite(let file, let reason):
            "\(file): cannot be written: \(reason)."
        case .modelMismatch(let name, let field, let expected, let found):
            "\(name): \(field) is \(found), the manifest says \(expected)."
        case .manifestInvalid(let field, let reason):
            "models.json: \(field): \(reason)."
        case .wrongInputCount(let model, let expected, let found):
            "\(model): \(found) tensors were given for \(expected) inputs."
        case .wrongShape(let model, let input, let expected, let found):
            "\(model): input \(input) has the shape \(expected), \(found) was given."
        case .unknownInput(let model, let input, let known):
            "\(model): has no input \(input), its inputs are \(known.joined(separator: ", "))."
        case .unsupportedElements(let model, let tensor):
            "\(model): \(tensor) holds no numbers of a kind that is exchanged with models: floats of 16, 32 and 64 bits, "
                + "whole numbers of 32 and 64 bits and of 8 without a sign, and truths."
        }
    }

    private static func list(_ places: [String]) -> String {
        places.isEmpty ? "no place" : places.joined(separator: ", ")
    }
}
