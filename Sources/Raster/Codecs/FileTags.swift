/// What a file says of itself, beside its pixels.
public struct FileTags: Sendable, Equatable {
    public var artist: String?
    public var copyright: String?
    public var description: String?
    public var software: String?
    /// `YYYY:MM:DD HH:MM:SS` (TIFF 6.0, tag 306).
    public var dateTime: String?
    /// What another file said, to be passed on as it stands.
    public var packets = Packets()

    /// Metadata in the form that files hold it in.
    public struct Packets: Sendable, Equatable {
        /// ISO 16684-1.
        public var xmp: [UInt8]?
        /// IPTC-IIM, as libvips hands it over.
        public var iptc: [UInt8]?
        /// An Exif block with its header. TIFF files have no room for it here.
        public var exif: [UInt8]?

        public init(xmp: [UInt8]? = nil, iptc: [UInt8]? = nil, exif: [UInt8]? = nil) {
            self.xmp = xmp
            self.iptc = iptc
            self.exif = exif
        }
    }

    public init(
        artist: String? = nil, copyright: String? = nil, description: String? = nil, software: String? = nil,
        dateTime: String? = nil
    ) {
        self.artist = artist
        self.copyright = copyright
        self.description = description
        self.software = software
        self.dateTime = dateTime
    }
}
