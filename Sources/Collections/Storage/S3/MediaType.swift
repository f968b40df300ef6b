/// The kind of a file, as browsers are told it.
enum MediaType {
    private static let known = [
        "json": "application/json", "yaml": "application/yaml", "yml": "application/yaml", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif", "heic": "image/heic",
        "tif": "image/tiff", "tiff": "image/tiff", "pdf": "application/pdf", "txt": "text/plain", "html": "text/html",
        "sqlite": "application/vnd.sqlite3", "pem": "application/x-pem-file", "icc": "application/vnd.iccprofile",
    ]

    static func of(_ name: String) -> String {
        known[name.split(separator: ".").last.map { $0.lowercased() } ?? ""] ?? "application/octet-stream"
    }
}
