import Compositing
import Faces
import Foundation
import Provenance
import Raster

/// What `work.json` says: everything that is needed to tell how a work came to be and to make it again.
///
/// Paths of the machine stay out; inputs are known by file name and SHA-256. Nothing in it depends on the clock but
/// `created`, so equal inputs give equal records. `docs/work-record.md` explains each key.
public struct WorkRecord: Sendable, Codable, Equatable {
    /// The version of the record's form.
    public static let version = 2
    /// In a work's folder.
    public static let fileName = StagedDirectory.mark

    public var version = WorkRecord.version
    public var tool = Software(name: Tool.name, version: Tool.version)
    /// ISO 8601, UTC, whole seconds.
    public var created: String
    /// In full, every default resolved: what was really used.
    public var recipe: Recipe
    /// What the files say of themselves: the recipe's texts, filled.
    public var metadata: WorkTexts
    public var label: WorkLabel?
    /// What the gate said; nil when none was asked, which only tests do.
    public var content: ContentReport?
    public var target: Input
    public var sources: [Input]
    /// Shows the person whose face in the target was meant; nil when nobody was named so.
    public var reference: Input?
    public var models: [ModelUse]
    /// Models of the recipe that were replaced because `--default-models` said so.
    public var substitutions: [Substitution]
    /// False when any model that took part is not free for commercial use.
    public var commercialUse: Bool
    public var engine: EngineUse
    public var steps: [Step]
    public var warnings: [String]
    public var files: [File]
    /// The record of rights that lies beside this one; nil when none was given.
    public var rights: RightsUseRecord?
    public var credentials: CredentialUse?
    /// What a device will make of the picture; nil when nobody asked.
    public var proof: ProofReport?

    public struct Software: Sendable, Codable, Equatable {
        public var name: String
        public var version: String

        /// As files carry it.
        var signature: String { "\(name) \(version)" }
    }

    /// A photograph that went in.
    public struct Input: Sendable, Codable, Equatable {
        public var file: String
        public var bytes: Int
        public var sha256: String
        /// Upright, in pixels.
        public var width: Int
        public var height: Int
        /// Bits a channel, in the file.
        public var depth: Int
        public var profile: Profile
        /// How many times the picture was enlarged before, as its spectrum shows; nil when it shows nothing.
        public var enlargement: Double?
        /// What the gate's classifier gave, 0 (safe) … 1.
        public var contentScore: Float?
        /// IPTC's code word, where the picture's metadata has one.
        public var digitalSourceType: String?
        public var faces: [FaceReport]
    }

    /// An ICC profile and where it came from.
    public struct Profile: Sendable, Codable, Equatable {
        public var name: String
        /// `embedded`, `assumed` or `converted`, and from what.
        public var origin: String
    }

    public struct ModelUse: Sendable, Codable, Equatable {
        public var name: String
        public var task: String
        public var file: String
        public var sha256: String
        public var licence: String
        public var commercialUse: Bool
        /// What ran it, where that was not the work's `engine`.
        public var engine: EngineUse?

        public init(
            name: String, task: String, file: String, sha256: String, licence: String, commercialUse: Bool,
            engine: EngineUse? = nil
        ) {
            self.name = name
            self.task = task
            self.file = file
            self.sha256 = sha256
            self.licence = licence
            self.commercialUse = commercialUse
            self.engine = engine
        }
    }

    public struct Substitution: Sendable, Codable, Equatable {
        /// The recipe's key.
        public var key: String
        public var asked: String
        public var used: String

        public init(key: String, asked: String, used: String) {
            self.key = key
            self.asked = asked
            self.used = used
        }
    }

    public struct EngineUse: Sendable, Codable, Equatable {
        public var name: String
        public var version: String
        public var device: String
        public var precision: String

        /// On one line.
        var signature: String { "\(name) \(version) on \(device), \(precision)" }

        public init(name: String, version: String, device: String, precision: String) {
            self.name = name
            self.version = version
            self.device = device
            self.precision = precision
        }
    }

    /// The gate's verdicts.
    public struct ContentReport: Sendable, Codable, Equatable {
        public var classifier: String
        /// Scores from here on are refused.
        public var threshold: Float
        /// Of the finished composite, 0 (safe) … 1.
        public var score: Float
    }

    /// The rights that a work was made under.
    public struct RightsUseRecord: Sendable, Codable, Equatable {
        public var file: String
        public var sha256: String
        public var commercial: Bool
        /// What was found when the work was made, and did not forbid it.
        public var findings: [String]
    }

    /// Who signed the files.
    public struct CredentialUse: Sendable, Codable, Equatable {
        public var library: String
        public var algorithm: String
        public var organization: String?
        public var commonName: String?
        /// The authority's certificate, beside this record, for others to pin; nil when it is not the person's own.
        public var root: String?
        public var rootSha256: String?
        /// What `max_bytes` left free for the credentials; nil where it limits nothing.
        public var reserve: Reserve?

        public struct Reserve: Sendable, Codable, Equatable {
            /// Bytes for the file that stands for the work, and for each of the others.
            public var first: Int
            public var copy: Int
        }
    }

    /// What one step measured; `face` is the index in the target, nil for steps on the whole picture.
    public struct Step: Sendable, Codable, Equatable {
        public var step: String
        public var face: Int?
        /// To nine significant digits.
        public var figures: [String: Double]

        /// Rounds the figures: processors with fused multiply-add give other last bits of `exp` than those without, and
        /// a work that was made on one is compared with its remaking on the other.
        init(step: String, face: Int?, figures: [String: Double]) {
            self.step = step
            self.face = face
            self.figures = figures.mapValues { Double(String(format: "%.8e", $0)) ?? $0 }
        }
    }

    /// A file of the work.
    public struct File: Sendable, Codable, Equatable {
        public var file: String
        /// `master`, `image`, `preview`, `thumbnail`, `mask` or `proof`.
        public var role: String
        public var mediaType: String
        public var bytes: Int
        public var sha256: String
        /// Before it was signed: what equal inputs give again. Signatures differ each time.
        public var unsignedSha256: String
        /// IPFS content identifiers, by the profile that gives them.
        public var cids: [String: String]
        /// The manifest that speaks of the file (`urn:c2pa:…`).
        public var manifest: String?
        public var width: Int
        public var height: Int
        /// Bits a channel.
        public var depth: Int
        /// Why the file is not what was asked for; nil when it is.
        public var note: String?
    }
}

/// A face as records and `inspect` tell of it.
public struct FaceReport: Sendable, Codable, Equatable {
    /// Best first, from 0: what `--face N` means.
    public var index: Int
    public var box: Box
    public var score: Float
    public var pose: Pose
    /// Left eye, right eye, nose tip, left and right mouth corner, as [x, y] in pixels.
    public var landmarks5: [[Float]]
    /// Area of the face oval as a share of the picture, 0…1.
    public var share: Float
    public var quality: FaceQuality
    public var asSource: Fitness
    public var asTarget: Fitness
    /// Whether the work used it.
    public var chosen: Bool

    /// How well the face serves in a role, and what speaks against it.
    public struct Fitness: Sendable, Codable, Equatable {
        public var verdict: FaceFitness.Verdict
        public var concerns: [FaceFitness.Concern]

        init(_ fitness: FaceFitness) {
            verdict = fitness.verdict
            concerns = fitness.reasons.map(\.concern)
        }
    }

    /// - Parameter size: of the photograph.
    public init(_ face: Face, index: Int, chosen: Bool, in size: PixelSize) {
        self.index = index
        box = face.box
        score = face.score
        pose = face.pose
        landmarks5 = face.landmarks5.map { [$0.x, $0.y] }
        share = face.share
        quality = face.quality
        asSource = Fitness(face.fitness(as: .source, in: size))
        asTarget = Fitness(face.fitness(as: .target, in: size))
        self.chosen = chosen
    }
}

extension WorkRecord {
    /// The file's bytes: sorted keys, indented, a line feed at the end.
    func encoded() throws -> Data {
        Data(try JSONValue(encoding: self).text(.indented).utf8)
    }

    /// Reads the record of a work.
    /// - Throws: `WorkError.notAWork` when there is none or it is of another version.
    public init(ofWorkAt directory: URL) throws(WorkError) {
        let name = directory.standardizedFileURL.lastPathComponent
        guard let data = try? Data(contentsOf: directory.appending(path: StagedDirectory.mark)) else {
            throw .notAWork(name: name)
        }
        try self.init(data, ofWork: name)
    }

    /// Reads the bytes of a record, wherever they came from.
    /// - Throws: `WorkError.notAWork`.
    package init(_ data: Data, ofWork name: String) throws(WorkError) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let record = try? decoder.decode(WorkRecord.self, from: data), record.version == Self.version else {
            throw .notAWork(name: name)
        }
        self = record
    }
}
