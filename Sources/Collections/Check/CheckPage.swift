import Foundation
import Works

/// A check's report as a web page that needs no server and no network: small pictures, figures, and what to do.
struct CheckPage {
    /// Where the page finds a small picture.
    enum Pictures {
        /// In the page itself.
        case embedded(SmallCopies)
        /// In a folder beside it.
        case beside(folder: String)
        case none
    }

    /// Above this the page would take megabytes to open: pictures lie beside it then.
    static let mostEmbedded = 300

    let report: CheckReport
    let pictures: Pictures

    /// The page's text.
    var html: String {
        let totals = report.totals
        let title = MarkupText.escaped(report.title)
        let verdict = report.passed ? "Keeps to the standard" : "Does not keep to the standard"
        var text = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="\(MarkupText.escaped(Tool.signature))">
            <title>\(title): check of the pictures</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            <p class="\(report.passed ? "good" : "failure")">\(verdict): \(totals.pictures) pictures, \(totals.failing) fail, \
            \(totals.warned) have warnings.</p>
            </header>
            <input type="radio" name="show" id="all" checked><label for="all">All (\(totals.pictures))</label>
            <input type="radio" name="show" id="failures"><label for="failures">Failing (\(totals.failing))</label>
            <input type="radio" name="show" id="warnings"><label for="warnings">With warnings (\(totals.warned))</label>
            <main>

            """
        if !report.findings.isEmpty {
            text += "<section class=\"whole\">\n<h2>The collection</h2>\n\(Self.list(report.findings))</section>\n"
        }
        for (role, heading) in [
            (CheckedPicture.Role.source, "Sources"), (.target, "Targets"), (.reference, "References"),
        ] {
            let pictures = report.pictures.filter { $0.role == role }
            guard !pictures.isEmpty else { continue }
            text += "<section>\n<h2>\(heading)</h2>\n"
            for picture in pictures { text += card(of: picture) }
            text += "</section>\n"
        }
        return text + "</main>\n</body>\n</html>\n"
    }

    // MARK: -

    private func card(of picture: CheckedPicture) -> String {
        let file = MarkupText.escaped(picture.file)
        var text = "<article class=\"\(picture.severity?.rawValue ?? "good")\">\n"
        if let source = picture.figures.flatMap({ address(of: $0.sha256) }) {
            text += "<img src=\"\(source)\" alt=\"\(file)\" loading=\"lazy\">\n"
        } else {
            text += "<div class=\"nothing\">no picture</div>\n"
        }
        text += "<div>\n<h3>\(file)</h3>\n"
        if let figures = picture.figures { text += "<p>\(Self.line(of: figures))</p>\n" }
        text += picture.findings.isEmpty ? "<p class=\"good\">good</p>\n" : Self.list(picture.findings)
        return text + "</div>\n</article>\n"
    }

    /// Nil where there is no small picture.
    private func address(of sha256: String) -> String? {
        let name = SmallCopies.name(of: sha256)
        switch pictures {
        case .none: return nil
        case .beside(let folder):
            let folder = folder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return "\(folder)/\(name)"
        case .embedded(let copies):
            guard let bytes = try? Data(contentsOf: copies.folder.appending(path: name)) else { return nil }
            return "data:image/jpeg;base64,\(bytes.base64EncodedString())"
        }
    }

    private static func line(of figures: PictureFigures) -> String {
        var parts = [
            "\(figures.width)×\(figures.height)", "\(figures.depth) bits", figures.format,
            "\(figures.profile.name) (\(figures.profile.origin))",
            figures.faces.count == 1 ? "1 face" : "\(figures.faces.count) faces",
        ]
        if let face = figures.mainFace {
            parts += [
                "yaw \(whole(face.pose.yaw))°", "pitch \(whole(face.pose.pitch))°",
                "share \(whole(face.share * 100)) %",
                String(format: "sharpness %.2f", Double(face.quality.sharpness)),
                String(format: "exposure %.2f", Double(face.quality.exposure)),
                String(format: "clipped %.1f %%", Double(face.quality.clipped) * 100),
            ]
        }
        return MarkupText.escaped(parts.joined(separator: " · "))
    }

    private static func whole(_ value: Float) -> String { value.isFinite ? "\(Int(value.rounded()))" : "?" }

    private static func list(_ findings: [CheckFinding]) -> String {
        let items = findings.map { finding in
            "<li class=\"\(finding.severity.rawValue)\"><b>\(finding.rule.rawValue.replacing("_", with: " "))</b> "
                + "\(MarkupText.escaped(finding.words))</li>\n"
        }
        return "<ul>\n\(items.joined())</ul>\n"
    }

    /// Works without a script: the radio buttons stand before what they hide.
    private static let style = """
        :root { color-scheme: light dark; --line: #8884; --bad: #c62828; --warn: #b26a00; --fine: #2e7d32 }
        body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 78rem; padding: 1.5rem }
        h1 { margin: 0 } h2 { margin: 2rem 0 .6rem } h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere }
        label { margin-right: 1rem } p { margin: .2rem 0 } ul { margin: .3rem 0; padding-left: 1.2rem }
        article { border-top: 1px solid var(--line); border-left: 4px solid var(--fine); display: flex; gap: 1rem;
          padding: .7rem }
        article img, .nothing { width: 160px; height: 160px; object-fit: contain; flex: none; background: #8882 }
        .nothing { display: grid; place-items: center; color: #888 }
        article.failure { border-left-color: var(--bad) } article.warning { border-left-color: var(--warn) }
        li.failure b, p.failure { color: var(--bad) } li.warning b { color: var(--warn) } p.good { color: var(--fine) }
        #failures:checked ~ main article:not(.failure), #warnings:checked ~ main article:not(.warning) { display: none }
        """
}
