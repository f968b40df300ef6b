/// Why a model did not run: what is missing, broken or does not fit, and where.
public enum InferenceError: Error, Sendable, Equatable {
    /// An engine was asked for by a name that no engine has.
    case unknownEngine(name: String, known: [String])
    /// The engine's library is in none of the places; `variable` is the environment variable that names another.
    case engineNotFound(engine: String, places: [String], variable: String)
    /// The library is there but cannot be used.
    case engineUnusable(engine: String, file: String, reason: String)
    /// The engine refused a step; `reason` is the engine's own text.
    case engineFailed(engine: String, model: String, step: String, reason: String)

    /// An engine's accelerator was asked for by a name that none has.
    case unknownProvider(name: String, known: [String])
    /// An accelerator that was asked for does not work here; `available` are those that the engine's library was built
    /// with, by its names.
    case providerUnavailable(engine: String, provider: String, reason: String, available: [String])
    /// The engine has no reader for such files; `readers` are the names of those that have.
    case formatNotRead(file: String, engine: String, readers: [String])

    /// No entry of the manifest has this name or alias.
    case unknownModel(name: String, known: [String])
    /// A model that set-up installs is in none of the places.
    case modelNotInstalled(name: String, file: String, places: [String])
    /// A model that is never installed by itself is in none of the places.
    case modelNotFetched(name: String, licence: String, commercialUse: Bool, source: String, places: [String])
    /// The file is not the one that the manifest describes; digests are SHA-256 in hexadecimal.
    case modelDamaged(name: String, file: String, expected: String, found: String)
    /// The copy of a model's file that was made when it was added is in none of the places.
    case addedModelMissing(name: String, file: String, places: [String])
    /// That copy has changed since; digests are SHA-256 in hexadecimal.
    case addedModelDamaged(name: String, file: String, expected: String, found: String)
    /// What is recorded of added models is wrong at `field`.
    case addedModelsInvalid(file: String, field: String, reason: String)
    /// A model of this name is known already.
    case modelNameTaken(name: String)
    /// The name is none that a recipe can give.
    case modelNameUnfit(name: String)
    /// Only models that were added can be removed.
    case modelNotAdded(name: String, added: [String])
    /// A file that was pulled, or put in its place, is not the one on record; digests are SHA-256 in hexadecimal.
    case pulledModelDamaged(name: String, file: String, expected: String, found: String)

    /// The model is none that can be fetched.
    case notPullable(name: String, reason: String)
    /// Nobody has said yes to the licences of these models.
    case licenceNotAccepted(names: [String])
    /// The folder that was given in place of the network has no such file.
    case notInMirror(name: String, file: String, folder: String)
    /// The server has no such file, or gives it to nobody.
    case notPublished(name: String, address: String, status: Int)
    /// The file did not come, however often it was tried.
    case downloadFailed(name: String, address: String, reason: String)
    /// Nothing is known to hold the file against.
    case uncheckable(name: String, address: String)
    /// What came is another file; `sum` names the kind of digest.
    case wrongFile(name: String, origin: String, sum: String, expected: String, found: String)
    /// Another process fetches the same file.
    case pullUnderWay(file: String)

    /// No family of networks has this name.
    case unknownFamily(name: String, known: [String])
    /// Networks of this family do something else.
    case wrongTask(family: String, task: String, tasks: [String])
    /// A file's inputs or outputs are not those of its family.
    case foreignFamily(file: String, family: String, field: String, expected: String, found: String)

    case unreadable(file: String, reason: String)
    case cannotWrite(file: String, reason: String)
    /// The file's inputs or outputs are not those of the manifest's entry.
    case modelMismatch(name: String, field: String, expected: String, found: String)
    /// The manifest itself is wrong at `field` (a path such as `models[2].sha256`).
    case manifestInvalid(field: String, reason: String)

    case wrongInputCount(model: String, expected: Int, found: Int)
    /// −1 in `expected` stands for any length.
    case wrongShape(model: String, input: String, expected: [Int], found: [Int])
    /// A fixed shape was given for an input that the model does not have.
    case unknownInput(model: String, input: String, known: [String])
    /// The tensor holds neither floats, whole numbers nor truths of the kinds that are exchanged.
    case unsupportedElements(model: String, tensor: String)
}
