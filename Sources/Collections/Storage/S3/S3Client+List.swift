import Foundation

extension S3Client {
    /// Every object whose key begins so, in the order of the keys' bytes.
    /// - Parameter page: most keys of a page, 1…1000.
    /// - Throws: `StorageError`; `CancellationError`.
    package func list(_ start: String, page: Int = 1000) async throws -> [S3Object] {
        var objects: [S3Object] = []
        try await eachPage(start, page: page) { objects += $0.objects }
        return objects
    }

    /// Every object whose key begins so, but for those in some of the folders right there: what those hold is not asked for.
    func list(_ start: String, without left: Set<String>) async throws -> [S3Object] {
        var (objects, folders): ([S3Object], [String]) = ([], [])
        try await eachPage(start, isFlat: true) { page in
            objects += page.objects
            folders += page.folders
        }
        for folder in folders where !left.contains(String(folder.dropFirst(start.count).dropLast())) {
            objects += try await list(folder)
        }
        return objects
    }

    /// What one request for a list tells.
    struct Page {
        var objects: [S3Object]
        /// What lies deeper, as far as its next slash, of a list that is flat.
        var folders: [String]
    }

    /// - Parameter isFlat: whether what lies deeper is told as folders.
    func eachPage(
        _ start: String, page: Int = 1000, isFlat: Bool = false, _ body: (Page) throws -> Void
    ) async throws {
        var token: String?
        var seen: Set<String> = []
        repeat {
            var request = S3Request(.get, nil)
            request.query = [("list-type", "2"), ("max-keys", "\(page)"), ("prefix", start)]
            if isFlat { request.query.append(("delimiter", "/")) }
            if let token { request.query.append(("continuation-token", token)) }
            let answer = try await send(request)
            guard let root = XMLNode(answer.body), root.name == "ListBucketResult" else {
                throw StorageError.refused(place: place(start), status: answer.status, reason: "the list is no list")
            }
            try body(Page(root, start: start))
            token = root.text("IsTruncated") == "true" ? root.text("NextContinuationToken") : nil
            if let token, !seen.insert(token).inserted {
                throw StorageError.refused(place: place(start), status: answer.status, reason: "the list has no end")
            }
        } while token != nil
    }
}

extension S3Client.Page {
    fileprivate init(_ root: XMLNode, start: String) {
        objects = root.children.filter { $0.name == "Contents" }.compactMap { node -> S3Object? in
            guard let key = node.text("Key"), key.hasPrefix(start) else { return nil }
            var object = S3Object(
                key: key, bytes: node.text("Size").flatMap { Int($0) } ?? 0, etag: node.text("ETag") ?? "")
            // Read where somebody asks: a list has sixty thousand.
            object.listedTime = node.text("LastModified")
            return object
        }
        folders = root.children.filter { $0.name == "CommonPrefixes" }.compactMap { $0.text("Prefix") }
            .filter { $0.hasPrefix(start) }
    }
}
