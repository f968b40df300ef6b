/// One model of the manifest: what it is for, which file it is, who may use it, where it comes from.
public struct ModelEntry: Sendable, Codable, Equatable {
    /// What a model does.
    public enum Task: String, Sendable, Codable, CaseIterable {
        case faceDetection = "face_detection"
        case faceLandmarks = "face_landmarks"
        case irisLandmarks = "iris_landmarks"
        case faceRecognition = "face_recognition"
        case faceClassification = "face_classification"
        case faceOcclusion = "face_occlusion"
        case faceParsing = "face_parsing"
        case faceSwapping = "face_swapping"
        /// Brings a recogniser's embedding into the space of a swapper that was trained with another one.
        case embeddingConversion = "embedding_conversion"
        case faceRestoration = "face_restoration"
        case expressionRestoration = "expression_restoration"
        case faceEditing = "face_editing"
        case ageModification = "age_modification"
        case upscaling
        case contentClassification = "content_classification"
    }

    public enum Availability: String, Sendable, Codable {
        /// `Scripts/setup.sh` installs it.
        case bundled
        /// The person fetches it, after having seen its licence.
        case pull
        /// The person has added it: `likeness models add`.
        case added
    }

    public var name: String
    public var aliases: [String]
    public var task: Task
    /// One line for people.
    public var summary: String
    /// The file's name in every folder where models lie.
    public var file: String
    /// Nil where no file has been pinned; such a model is known by name only.
    public var bytes: Int?
    /// Hexadecimal; nil together with `bytes`.
    public var sha256: String?
    /// CRC-32 of the file as its publisher gives it, eight hexadecimal digits; for files whose SHA-256 is not known.
    public var crc32: String?
    /// Other files of the same network that go under its name.
    public var variants: [Variant]?
    /// Files that belong to it and lie beside it.
    public var companions: [Companion]?
    public var inputs: [Input]
    public var outputs: [Output]
    /// For models that upscale.
    public var upscaling: Upscaling?
    /// For models that see a face, or look for one.
    public var crop: Crop?
    /// Names of the models that it cannot do without.
    public var requires: [String]?
    /// The engine that runs it; nil for the one that is chosen for all.
    public var engine: String?
    public var licence: Licence
    public var availability: Availability
    public var source: Source

    public init(
        name: String, aliases: [String] = [], task: Task, summary: String, file: String, bytes: Int?, sha256: String?,
        companions: [Companion]? = nil, inputs: [Input], outputs: [Output], upscaling: Upscaling? = nil,
        crop: Crop? = nil, requires: [String]? = nil, engine: String? = nil, licence: Licence,
        availability: Availability, source: Source
    ) {
        self.name = name
        self.aliases = aliases
        self.task = task
        self.summary = summary
        self.file = file
        self.bytes = bytes
        self.sha256 = sha256
        self.companions = companions
        self.inputs = inputs
        self.outputs = outputs
        self.upscaling = upscaling
        self.crop = crop
        self.requires = requires
        self.engine = engine
        self.licence = licence
        self.availability = availability
        self.source = source
    }

    /// A file that is as good as the entry's own.
    public struct Variant: Sendable, Codable, Equatable {
        public var bytes: Int
        /// Hexadecimal.
        public var sha256: String
    }

    public struct Companion: Sendable, Codable, Equatable {
        public var file: String
        public var bytes: Int
        /// Hexadecimal.
        public var sha256: String
        /// The member of the model's package.
        public var member: String?
    }

    /// How a super-resolution network is fed.
    public struct Upscaling: Sendable, Codable, Equatable {
        /// How many times as wide and as high the result is.
        public var scale: Int
        /// What the sides of its input must be multiples of.
        public var multiple: Int
        /// Pixels of the input that neighbouring tiles must share so that the result does not depend on how they lie;
        /// nil where that is not known.
        public var overlap: Int?
        /// The only side, in pixels, that its input may have; nil where any goes that fits `multiple`.
        public var fixedSide: Int?
        /// Memory that a run takes for each pixel of the input.
        public var bytesPerPixel: Int
        /// What it was trained on; nil where nobody has said so.
        public var content: Content?

        public enum Content: String, Sendable, Codable {
            case photographs, illustrations
        }

        public init(scale: Int, multiple: Int, fixedSide: Int?, bytesPerPixel: Int, content: Content? = nil) {
            self.scale = scale
            self.multiple = multiple
            self.fixedSide = fixedSide
            self.bytesPerPixel = bytesPerPixel
            self.content = content
        }

        private enum CodingKeys: String, CodingKey {
            case scale, multiple, overlap, content
            case fixedSide = "fixed_side"
            case bytesPerPixel = "bytes_per_pixel"
        }
    }

    /// How a face is cut out for a network, and how the network is fed.
    public struct Crop: Sendable, Codable, Equatable {
        /// The kind of network, which tells what runs it: `inswapper`, `gfpgan`, `xseg`, ….
        public var family: String
        /// The template that the face's five landmarks are laid over; nil where the crop is not laid by them.
        public var template: String?
        /// Of the square that is cut out for the network, in pixels; 1 for networks that see no picture.
        public var side: Int
        /// Taken off values of 0…1, red, green, blue.
        public var mean: [Float]
        /// What the rest is divided by.
        public var deviation: [Float]

        public init(
            family: String, template: String? = nil, side: Int, mean: [Float] = [0, 0, 0],
            deviation: [Float] = [1, 1, 1]
        ) {
            self.family = family
            self.template = template
            self.side = side
            self.mean = mean
            self.deviation = deviation
        }
    }

    public struct Licence: Sendable, Codable, Equatable {
        /// An SPDX identifier, or `LicenseRef-…`.
        public var id: String
        public var name: String
        public var holder: String
        /// Whether works made with the model may be sold.
        public var commercialUse: Bool

        public init(id: String, name: String, holder: String, commercialUse: Bool) {
            self.id = id
            self.name = name
            self.holder = holder
            self.commercialUse = commercialUse
        }

        private enum CodingKeys: String, CodingKey {
            case id, name, holder
            case commercialUse = "commercial_use"
        }
    }

    /// Either a member of one of the manifest's packages, or a page of the authors' and what is downloaded; of an added
    /// model what the person says, if anything.
    public struct Source: Sendable, Codable, Equatable {
        public var package: String?
        public var member: String?
        public var page: String?
        /// Address of the file, or of the weights that it is converted from.
        public var download: String?
        /// Other addresses of the same file, the next one to be asked first.
        public var mirrors: [String]?

        public init(
            package: String? = nil, member: String? = nil, page: String? = nil, download: String? = nil,
            mirrors: [String]? = nil
        ) {
            self.package = package
            self.member = member
            self.page = page
            self.download = download
            self.mirrors = mirrors
        }
    }
}
