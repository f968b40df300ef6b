/// Why a work was not made.
public enum WorkError: Error, Sendable, Equatable {
    /// Something stands at the output path.
    case outputIsFile(name: String)
    case outputIsNoWork(name: String)
    case outputExists(name: String)
    case cannotWrite(file: String, reason: String)
}

extension WorkError {
    /// Whether the person who asked can mend it by asking otherwise; else something failed on the way.
    public var isBadInput: Bool {
        switch self {
        case .outputIsFile, .outputIsNoWork, .outputExists: true
        case .cannotWrite: false
        }
    }
}

extension WorkError: CustomStringConvertible {
    /// `file or key: what is wrong. What to do.`
    public var description: String {
        switch self {
        case .outputIsFile(let name):
            "\(name): a file has this name. Give --out a folder that does not exist."
        case .outputIsNoWork(let name):
            "\(name): the folder holds other files and is no work. Give --out a folder that does not exist."
        case .outputExists(let name):
            "\(name): the work exists already. Give another --out, or --overwrite to replace it."
        case .cannotWrite(let file, let reason):
            "\(file): cannot be written: \(reason). Check the folder's permissions and the free space."
        }
    }
}
