// swift-tools-version: 6.2
import PackageDescription

// Arrows point one way: CKernels, CNative ← Raster ← Inference ← Faces ← Compositing, Upscaling ← Works ← Collections ←
// likeness; Provenance imports Raster only. docs/architecture.md has the map.
let package = Package(
    name: "Likeness",
    platforms: [.macOS(.v15)],
    products: [
        .library(
            name: "Likeness",
            targets: ["Raster", "Inference", "Faces", "Compositing", "Upscaling", "Provenance", "Works", "Collections"]),
        .executable(name: "likeness", targets: ["likeness"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CVips", pkgConfig: "vips", providers: [.apt(["libvips-dev"])]),
        .systemLibrary(name: "CLCMS", pkgConfig: "lcms2", providers: [.apt(["liblcms2-dev"])]),
        .systemLibrary(name: "CLibTIFF", pkgConfig: "libtiff-4", providers: [.apt(["libtiff-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "CKernels"),
        .target(name: "CNative", dependencies: ["CLibTIFF"]),
        .target(
            name: "Raster", dependencies: ["CKernels", "CNative", "CVips", "CLCMS", "CDeflate", "CISAL", "CZstd"]),
        .target(
            name: "Inference",
            dependencies: [
                "Raster", "CKernels", "CNative", "CDeflate", .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [.embedInCode("Resources/models.json")]),
        .target(
            name: "Faces", dependencies: ["Raster", "Inference", "CKernels"],
            resources: [.embedInCode("Resources/canonical_face.json")]),
        .target(name: "Compositing", dependencies: ["Raster", "Inference", "Faces", "CKernels"]),
        .target(name: "Upscaling", dependencies: ["Raster", "Inference", "CKernels"]),
        .target(
            name: "Provenance",
            dependencies: [
                "Raster", "CNative", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "_CryptoExtras", package: "swift-crypto"),
                .product(name: "X509", package: "swift-certificates"),
            ]),
        .target(
            name: "Works",
            dependencies: ["Raster", "Inference", "Faces", "Compositing", "Upscaling", "Provenance", "CNative"]),
        .target(
            name: "Collections",
            dependencies: [
                "Works", "Provenance", "Faces", "Compositing", "Inference", "Raster",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [
                .embedInCode("Resources/collection.schema.json"), .embedInCode("Gallery/Resources/index.html"),
                .embedInCode("Gallery/Resources/style.css"), .embedInCode("Gallery/Resources/gallery.js"),
            ]),
        .target(
            name: "Benchmarks",
            dependencies: ["Collections", "Works", "Provenance", "Inference", "Faces", "Compositing", "Upscaling"],
            path: "Benchmarks",
            resources: [
                .embedInCode("upscale_peers.py"), .embedInCode("proof_peer.py"), .embedInCode("swap_peer.py"),
            ]),
        .executableTarget(
            name: "likeness",
            dependencies: [
                "Collections", "Works", "Provenance", "Benchmarks",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(name: "ProvenanceTests", dependencies: ["Provenance"]),
        .testTarget(
            name: "InferenceTests", dependencies: ["Inference", "SmallNetworks", "Oracles"],
            resources: [.embedInCode("reference.json"), .embedInCode("ncnn_reference.json")]),
        .testTarget(name: "CompositingTests", dependencies: ["Compositing", "Oracles"]),
        .testTarget(
            name: "FacesTests", dependencies: ["Faces", "Oracles"], resources: [.embedInCode("ground_truth.json")]),
        .testTarget(
            name: "RasterTests", dependencies: ["Raster", "CKernels", "CLCMS"],
            resources: [.embedInCode("soft_proof_reference.json")]),
        .testTarget(name: "UpscalingTests", dependencies: ["Upscaling", "SmallNetworks"]),
        .testTarget(name: "WorksTests", dependencies: ["Works", "Provenance", "Oracles", "StandIns"]),
        .testTarget(
            name: "CollectionsTests", dependencies: ["Collections", "Works", "Provenance", "Oracles", "StandIns"]),
        .testTarget(name: "BenchmarksTests", dependencies: ["Benchmarks"]),
        .testTarget(
            name: "CommandTests",
            dependencies: ["likeness", "Collections", "Works", "Provenance", "SmallNetworks", "Oracles"],
            exclude: ["Snapshots"]),
        .target(name: "SmallNetworks", dependencies: ["Inference"], path: "Tests/Support/SmallNetworks"),
        .target(
            name: "StandIns", dependencies: ["Works", "Provenance", "Compositing", "Faces", "Raster"],
            path: "Tests/Support/StandIns"),
        .target(name: "Oracles", path: "Tests/Support/Oracles"),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c17
)

// A warning stops the tests' build: Scripts/test.sh asks for it. Users of the package never meet it.
if Context.environment["LIKENESS_STRICT"] == "1" {
    for target in package.targets where target.type != .system {
        target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
    }
}
