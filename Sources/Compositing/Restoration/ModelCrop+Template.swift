import Faces
import Inference

extension ModelEntry.Crop {
    /// - Throws: `CompositingError.wrongNetwork` where the template is none that faces are laid by.
    func warpTemplate(of model: String) throws(CompositingError) -> WarpTemplate {
        guard let template = template.flatMap(WarpTemplate.init(rawValue:)) else {
            throw .wrongNetwork(
                network: model,
                expected: "a template, one of "
                    + WarpTemplate.allCases.map(\.rawValue).joined(separator: ", "),
                found: template ?? "none")
        }
        return template
    }
}
