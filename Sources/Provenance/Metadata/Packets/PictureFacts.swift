/// What Exif says of the picture itself, taken from the file that gets the block.
package struct PictureFacts: Equatable {
    /// Pixels an inch or a centimetre.
    package struct Resolution: Equatable {
        package var x, y: Ratio
        /// 2: inch, 3: centimetre (TIFF 6.0, tag 296).
        package var unit: Int

        /// What Exif asks for when nothing is known (Exif 2.32 §4.6.4.A).
        package static let unknown = Resolution(
            x: Ratio(numerator: 72, denominator: 1), y: Ratio(numerator: 72, denominator: 1), unit: 2)
    }

    package var width = 0
    package var height = 0
    /// JPEG's number of components; nil in other formats, of which Exif says nothing here.
    package var jpegComponents: Int?
    /// 1: upright; 2…8 as in TIFF 6.0, tag 274. Metadata is replaced, the picture must not turn by it.
    package var orientation = 1
    package var resolution: Resolution?
    /// Whether the file has a colour profile, which then says more than Exif can.
    package var hasProfile = false

    /// Takes over what the old Exif block said of the pixels and what nobody else says.
    package mutating func keep(from exif: [UInt8]?) {
        guard let exif, let directory = TIFFDirectory(EXIFBlock.structure(in: exif)) else { return }
        if let turned = directory.integer(EXIFBlock.Tag.orientation), (1...8).contains(turned) { orientation = turned }
        guard resolution == nil, let x = directory.ratio(EXIFBlock.Tag.xResolution),
            let y = directory.ratio(EXIFBlock.Tag.yResolution), x.numerator > 0, x.denominator > 0,
            y.numerator > 0, y.denominator > 0
        else { return }
        let unit = directory.integer(EXIFBlock.Tag.resolutionUnit) ?? 2
        if unit == 2 || unit == 3 { resolution = Resolution(x: x, y: y, unit: unit) }
    }
}
