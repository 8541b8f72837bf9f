// swift-tools-version: 6.1
import PackageDescription

let directorySync: Target.Dependency = .product(name: "WorkOSDirectorySync", package: "WorkOSDirectorySync")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// One section per function lets the linker fold equal functions and omit unused ones, which saves 300 KB.
let functionSections: [SwiftSetting] = [
    .unsafeFlags(
        ["-Xfrontend", "-function-sections", "-Xfrontend", "-disable-incremental-llvm-codegen"],
        .when(configuration: .release))
]

// For code whose speed does not matter.
let small: [SwiftSetting] = functionSections + [.unsafeFlags(["-Osize"], .when(configuration: .release))]

// The command `workosds`. A separate package, so that building the library fetches none of these dependencies. It
// links the shipped library like any other program; build that first.
let package = Package(
    name: "command",
    products: [.executable(name: "workosds", targets: ["Command"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(name: "WorkOSDirectorySync", path: "../bindings/swift"),
    ],
    targets: [
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CArguments"),
        .target(
            name: "CommandSupport",
            dependencies: [directorySync, argumentParser],
            swiftSettings: small
        ),
        .target(
            name: "Mirror",
            dependencies: ["CommandSupport", "CSQLite", directorySync, argumentParser],
            swiftSettings: functionSections
        ),
        .executableTarget(
            name: "Command",
            dependencies: ["CArguments", "CommandSupport", "Mirror", directorySync, argumentParser],
            swiftSettings: small,
            linkerSettings: [
                .unsafeFlags([
                    "-use-ld=lld", "-Xlinker", "--icf=all", "-Xlinker", "--gc-sections", "-Xlinker", "-O2",
                    "-Xlinker", "-rpath", "-Xlinker", "$ORIGIN:$ORIGIN/../lib",
                ])
            ]
        ),
    ]
)
