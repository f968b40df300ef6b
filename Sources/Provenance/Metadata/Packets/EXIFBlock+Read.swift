extension EXIFBlock {
    /// The TIFF structure, behind the header that some formats put before it.
    package static func structure(in block: [UInt8]) -> MemoryBytes {
        MemoryBytes(block.starts(with: Array("Exif\0\0".utf8)) ? Array(block.dropFirst(6)) : block)
    }

    /// What a block says; nil when it is no Exif block.
    package static func metadata(in block: [UInt8]) -> Metadata? {
        guard let first = TIFFDirectory(structure(in: block)) else { return nil }
        var metadata = metadata(in: first)
        guard let second = first.directory(at: Tag.exifDirectory) else { return metadata }
        for (moment, offset) in [
            (Tag.dateTimeOriginal, Tag.offsetTimeOriginal), (Tag.dateTimeDigitized, Tag.offsetTimeDigitized),
        ] {
            guard let text = second.text(moment) else { continue }
            metadata.created = UTCTime.seconds(from: text + (second.text(offset) ?? ""))
            break
        }
        return metadata
    }

    /// What a first directory says, of Exif or of a TIFF file. TIFF's moment has no offset: UTC is taken.
    package static func metadata(in directory: TIFFDirectory<some RandomBytes>) -> Metadata {
        Metadata(
            artist: directory.text(Tag.artist), description: directory.text(Tag.imageDescription),
            copyright: directory.text(Tag.copyright), creatorTool: directory.text(Tag.software),
            created: directory.text(Tag.dateTime).flatMap(UTCTime.seconds(from:)))
    }
}
