import ArgumentParser
import Collections
import Foundation
import Provenance
import Works

extension CollectionCommand {
    struct Sheet: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a collection as a gallery of web pages, or as a contact sheet.",
            discussion: """
                EXAMPLES
                  likeness collection sheet metamorphosis --out gallery
                  likeness collection sheet metamorphosis --out gallery --built-only --overwrite
                  likeness collection sheet metamorphosis --out metamorphosis/gallery --link
                  likeness collection sheet metamorphosis --contact sheet.jpg

                The gallery needs no server and reaches no network: open its index.html, or put the folder on IPFS. It holds
                the works' previews with their labels and credentials, the targets beside them, traits with their rarity,
                hashes, and a contact sheet. It appears whole or not at all.
                """)

        @Argument(help: "The plan, or its folder.", completion: .file(extensions: ["yaml", "yml", "json"]))
        var plan: Path

        @Option(help: ArgumentHelp("The gallery's folder.", valueName: "folder"), completion: .directory)
        var out: Path?

        @Option(
            help: ArgumentHelp(
                "A contact sheet of its own, as .jpg, .png or .webp; a hundred works each.", valueName: "file"),
            completion: .file(extensions: ["jpg", "png", "webp"]))
        var contact: Path?

        @Flag(help: "Replace a gallery, or a contact sheet, that stands there.")
        var overwrite = false

        @Flag(help: "Refer to the works' own pictures in place of copies; the gallery must stay beside them.")
        var link = false

        @Flag(help: "Titles, traits and hashes alone.")
        var withoutImages = false

        @Flag(help: "Leave the targets out: to publish them is a use of its own.")
        var withoutTargets = false

        @Flag(help: "Leave works out that are not built; else they are empty frames.")
        var builtOnly = false

        @OptionGroup var output: JSONOption
        @OptionGroup(title: "Limits") var limits: LimitOptions

        func validate() throws {
            guard out != nil || contact != nil else {
                throw ValidationError("--out: no folder was given. Give one for the gallery, or --contact a file.")
            }
            guard !(link && withoutImages) else {
                throw ValidationError("--link and --without-images: give one; pictures are somewhere or nowhere.")
            }
        }

        func run() async throws {
            var gallery = Gallery(of: try PlannedCollection(contentsOf: plan.url))
            gallery.pictures = withoutImages ? .none : link ? .linked : .copied
            gallery.showsTargets = !withoutTargets
            gallery.isBuiltOnly = builtOnly
            gallery.replaces = overwrite
            gallery.limits = limits.limits
            let (out, contact) = (out?.url, contact?.url)
            let (report, sheets) = try await Interruption.guarding { [gallery] in
                let report: GalleryReport? = if let out { try await gallery.write(to: out) } else { nil }
                let sheets: [URL] = if let contact { try await gallery.writeContactSheet(to: contact) } else { [] }
                return (report, sheets)
            }
            if output.json {
                var members: [String: JSONValue] = ["sheets": .array(sheets.map { .string($0.relativePath) })]
                members["gallery"] = try report.map { try JSONValue(encoding: $0) }
                print(JSONValue.object(members).text(.indented), terminator: "")
                return
            }
            if let report, let out {
                print("\(out.relativePath)/index.html: \(report.built) of \(report.works) works")
                Self.note(report.withoutPictures, "pictures are not where the plan has them")
                Self.note(report.withoutTargets, "the target is gone or another picture now")
            }
            for sheet in sheets { print(sheet.relativePath) }
        }

        private static func note(_ numbers: [Int], _ words: String) {
            guard !numbers.isEmpty else { return }
            let shown = numbers.prefix(10).map(String.init).joined(separator: ", ")
            let rest = numbers.count > 10 ? " and \(numbers.count - 10) more" : ""
            StandardError.write("note: works \(shown)\(rest): \(words).\n")
        }
    }
}
