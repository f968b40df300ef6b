import Faces
import Inference

extension ModelEntry.Crop {
    /// - Throws: `CompositingError.unfitModel` where the template is none that faces are laid by.
    func warpTemplate(of model: String) throws(CompositingError) -> WarpTemplate {
        guard let template = template.flatMap(WarpTemplate.init(rawValue:)) else {
            throw .unfitModel(
                name: model,
                expected: "a template, one of "
                    + WarpTemplate.allCases.map(\.rawValue).joined(separator: ", "),
                found: template ?? "none")
        }
        return template
    }
}
