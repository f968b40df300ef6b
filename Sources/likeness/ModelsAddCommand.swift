import ArgumentParser
import Foundation
import Inference
import Provenance
import Upscaling
import Works

extension ModelsCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a model of your own on record, so that recipes can name it.",
            discussion: """
                EXAMPLES
                  likeness models add 4x-UltraSharp.onnx --task upscale
                  likeness models add SwinIR-M.onnx --name swinir_medium --licence Apache-2.0
                  likeness models add spanx2.param --scale 2 --source https://example.org/span
                  likeness models add me_320.dfm --task face_swapping --family deep_swapper
                  likeness models add hyperswap_1a_256.onnx --task face_swapping

                An upscaler is run on a known picture to find out how much it enlarges, how it wants its
                pixels and what memory it takes; an option that is given is believed. A model that sees
                faces is loaded to see that it has the inputs and outputs of its family; a file that has
                the name of a model of the list needs no --family. A copy of the file goes into your folder of models (LIKENESS_MODELS, else ~/.cache/likeness/models). Unless
                --licence and --commercial-use say otherwise, works made with it are on record as not for
                sale.
                """)

        /// What a model is added for.
        enum Task: String, ExpressibleByArgument, CaseIterable {
            case upscale
            case faceDetection = "face_detection"
            case faceLandmarks = "face_landmarks"
            case faceRecognition = "face_recognition"
            case faceClassification = "face_classification"
            case faceOcclusion = "face_occlusion"
            case faceParsing = "face_parsing"
            case faceSwapping = "face_swapping"
            case embeddingConversion = "embedding_conversion"
            case faceRestoration = "face_restoration"
            case expressionRestoration = "expression_restoration"
            case faceEditing = "face_editing"
            case ageModification = "age_modification"

            /// The manifest's word for a task whose networks see faces.
            var ofFaces: ModelEntry.Task? { ModelEntry.Task(rawValue: rawValue) }
        }

        @Argument(
            help: "An ONNX file, a .dfm, or for upscalers ncnn's .param with its .bin beside it.", completion: .file())
        var file: Path

        @Option(help: "What the model does.")
        var task = Task.upscale

        @Option(help: "What recipes call it; else the file's name without its ending.")
        var name: String?

        @Option(help: "How many times as wide and as high the result is (2 to \(NetworkProbe.largestScale)); a check.")
        var scale: Int?

        @Option(help: ArgumentHelp("The values for black and white: 0,1 or 0,255.", valueName: "low,high"))
        var range: ValueRange?

        @Option(help: "The order of the planes: RGB or BGR.")
        var colors: ColorOrder?

        @Option(help: "What the sides of its input must be multiples of (1 to 256).")
        var multiple: Int?

        @Option(help: ArgumentHelp("The family of networks that sees faces, such as inswapper.", valueName: "family"))
        var family: String?

        @Option(help: ArgumentHelp("The template of its crop, in place of the family's.", valueName: "template"))
        var template: String?

        @Option(help: ArgumentHelp("The side of its crop in pixels, in place of the file's.", valueName: "pixels"))
        var side: Int?

        @Option(help: ArgumentHelp("Taken off values of 0 to 1.", valueName: "r,g,b"))
        var mean: ColorTriple?

        @Option(help: ArgumentHelp("What the rest is divided by.", valueName: "r,g,b"))
        var deviation: ColorTriple?

        @Option(help: ArgumentHelp("The licence's SPDX identifier.", valueName: "id"))
        var licence: String?

        @Flag(help: "The licence lets works be sold that were made with the model.")
        var commercialUse = false

        @Option(help: ArgumentHelp("The page that the model comes from.", valueName: "url"))
        var source: String?

        @OptionGroup var output: JSONOption

        func validate() throws {
            guard scale.map((2...NetworkProbe.largestScale).contains) ?? true else {
                throw ValidationError("--scale: give 2 to \(NetworkProbe.largestScale).")
            }
            guard multiple.map((1...256).contains) ?? true else {
                throw ValidationError("--multiple: give 1 to 256.")
            }
            let ofFaces: [(String, Bool)] = [
                ("--family", family != nil), ("--template", template != nil), ("--side", side != nil),
                ("--mean", mean != nil), ("--deviation", deviation != nil),
            ]
            let ofUpscalers: [(String, Bool)] = [
                ("--scale", scale != nil), ("--range", range != nil), ("--colors", colors != nil),
                ("--multiple", multiple != nil),
            ]
            for (option, isGiven) in task == .upscale ? ofFaces : ofUpscalers where isGiven {
                throw ValidationError("\(option): is not for --task \(task.rawValue).")
            }
        }

        func run() async throws {
            var addition = ModelAddition(file: file.url)
            addition.name = name
            addition.known = .init(
                scale: scale, multiple: multiple, range: range?.values, isBGR: colors.map { $0 == .bgr })
            addition.licence = licence
            addition.allowsCommercialUse = commercialUse
            addition.source = source
            addition.face = task.ofFaces.map { task in
                var face = ModelAddition.Face(task: task)
                (face.family, face.template, face.side) = (family, template, side)
                (face.mean, face.deviation) = (mean?.values, deviation?.values)
                return face
            }
            if isatty(STDERR_FILENO) == 1 { StandardError.write("The model is being tried…\n") }
            let entry = try await Interruption.guarding { [addition] in try await addition.make() }
            if output.json {
                print(try JSONValue(encoding: entry).text(.indented), terminator: "")
            } else {
                print(entry.introduction)
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a model away that was added, and the copy of its file.",
            discussion: """
                EXAMPLES
                  likeness models remove 4x-UltraSharp
                """)

        @Argument(help: "Its name or alias.")
        var name: String

        func run() throws {
            let entry = try AddedModels().remove(name)
            print("\(entry.name): removed")
        }
    }
}

/// The order of the planes in a model's input.
enum ColorOrder: String, ExpressibleByArgument, CaseIterable {
    case rgb = "RGB"
    case bgr = "BGR"
}

/// `0,255`.
struct ValueRange: ExpressibleByArgument {
    let values: ClosedRange<Float>

    init?(argument: String) {
        let ends = argument.split(separator: ",", omittingEmptySubsequences: false).map { Float($0) }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low.isFinite, high.isFinite, low < high else {
            return nil
        }
        values = low...high
    }
}

/// `0.5,0.5,0.5`.
struct ColorTriple: ExpressibleByArgument {
    let values: [Float]

    init?(argument: String) {
        let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).compactMap { Float($0) }
        guard numbers.count == 3, numbers.allSatisfy(\.isFinite) else { return nil }
        values = numbers
    }
}

extension ModelEntry {
    /// A model that was added, in two lines.
    fileprivate var introduction: String {
        var facts: [String] = []
        if let upscaling {
            facts.append("enlarges \(upscaling.scale) times")
            if let side = upscaling.fixedSide {
                facts.append("sees squares of \(side) pixels")
            } else if upscaling.multiple > 1 {
                facts.append("sides in multiples of \(upscaling.multiple)")
            }
        }
        if let crop {
            let template = crop.template.map { " over \($0)" } ?? ""
            facts.append("family \(crop.family), sees \(crop.side) pixels\(template)")
        } else if let input = inputs.first, let low = input.range.first, let high = input.range.last {
            facts.append("\(input.colors), \(low.formatted())…\(high.formatted())")
        }
        if let upscaling { facts.append("\(upscaling.bytesPerPixel) bytes of memory a pixel") }
        let sale = licence.commercialUse ? "works made with it may be sold" : "works made with it are not for sale"
        return "\(name): added; \(facts.joined(separator: ", "))\nlicence \(licence.id): \(sale)"
    }
}
