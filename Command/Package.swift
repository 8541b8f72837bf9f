// swift-tools-version: 6.1
import PackageDescription

// The command `workosds`. A package of its own, so that who builds only the library fetches none of this; a program
// like any other to the library: it links the shipped one, which must have been built.
let package = Package(
    name: "command",
    products: [.executable(name: "workosds", targets: ["Command"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
    ],
    targets: [
        .systemLibrary(name: "CWorkOSDS"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CArguments"),
        .target(name: "DirectorySync", dependencies: ["CWorkOSDS"]),
        .target(
            name: "CommandSupport",
            dependencies: [
                "DirectorySync", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .target(
            name: "Mirror",
            dependencies: [
                "CommandSupport", "CSQLite", "DirectorySync",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "Command",
            dependencies: [
                "CArguments", "CommandSupport", "DirectorySync", "Mirror",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            linkerSettings: [
                .unsafeFlags([
                    "-L\(Context.packageDirectory)/../build", "-lworkosds",
                    "-Xlinker", "-rpath", "-Xlinker", "$ORIGIN:$ORIGIN/../lib",
                ])
            ]
        ),
    ]
)
