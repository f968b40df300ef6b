import Foundation
import Provenance

extension CollectionPlan {
    /// The JSON Schema of plans (draft 2020-12), as it is published in `docs/collection.schema.json`.
    public static var schema: String { String(decoding: PackageResources.collection_schema_json, as: UTF8.self) }

    /// Every way in which a value breaks the schema.
    /// - Throws: `CollectionError.unreadable` for a schema that did not come whole with the package.
    static func problems(of json: JSONValue) throws(CollectionError) -> [PlanProblem] {
        do {
            return try JSONSchema(JSONReader.value(of: PackageResources.collection_schema_json)).problems(of: json)
        } catch {
            throw .unreadable(file: "collection.schema.json", reason: "\(error)")
        }
    }
}
