// swift-tools-version: 6.1
import PackageDescription

// The shipped library is built with the trait: `swift build --traits Embedded --product workosds`.
// Without it the same sources build as ordinary Swift, for the debugger, sanitizers and unit tests.
let embeddedOnly: BuildSettingCondition = .when(traits: ["Embedded"])

// Nothing here throws or catches as C++ does, and most functions of Embedded Swift have no unwind table: a debugger follows
// the frame pointers. 9 KB less.
let withoutUnwindTables = ["-fno-unwind-tables", "-fno-asynchronous-unwind-tables", "-fno-omit-frame-pointer"]

let librarySettings: [SwiftSetting] = [
    .enableExperimentalFeature("Embedded", embeddedOnly),
    // One section per function lets the linker fold equal ones, which saves 15 KB. Exclusive access is checked only in
    // the ordinary build, which the unit tests and sanitizers run; this saves 9 KB and 2 % of a listing's time.
    .unsafeFlags(
        [
            "-wmo", "-Osize", "-Xfrontend", "-function-sections", "-Xfrontend", "-disable-incremental-llvm-codegen",
            "-enforce-exclusivity=unchecked",
        ], embeddedOnly),
    // Reproducible in any folder: the build id depends on the debug information too.
    .unsafeFlags(
        [
            "-file-prefix-map", "\(Context.packageDirectory)=.", "-file-compilation-dir", ".",
            "-Xfrontend", "-no-clang-module-breadcrumbs",
        ], embeddedOnly),
    .unsafeFlags(withoutUnwindTables.flatMap { ["-Xcc", $0] }, embeddedOnly),
]

let smallCode: [CSetting] = [
    // Swift's allocations go through Sources/CPlatform/reserve.c: see --wrap below.
    .unsafeFlags(
        [
            "-Oz", "-DWORKOSDS_RESERVE", "-ffile-prefix-map=\(Context.packageDirectory)=.",
            "-fdebug-compilation-dir=.",
        ] + withoutUnwindTables, embeddedOnly)
]

let libraryLinking: [LinkerSetting] = [
    .linkedLibrary("curl"),
    .linkedLibrary("jansson"),
    .linkedLibrary("crypto"),
    .unsafeFlags(
        [
            "-enable-experimental-feature", "Embedded",
            "-use-ld=lld",
            "-Xlinker", "-soname", "-Xlinker", "libworkosds.so.0",
            "-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/WorkOSDS/libworkosds.map",
            "-Xlinker", "-z", "-Xlinker", "defs",
            "-Xlinker", "-z", "-Xlinker", "nodelete",
            "-Xlinker", "-z", "-Xlinker", "relro",
            "-Xlinker", "-z", "-Xlinker", "now",
            "-Xlinker", "--wrap=posix_memalign",
            "-Xlinker", "--wrap=free",
            "-Xlinker", "--gc-sections",
            "-Xlinker", "--icf=all",
            "-Xlinker", "-O2",
            "-Xlinker", "--disable-new-dtags",
        ], embeddedOnly),
]

let package = Package(
    name: "workosds",
    products: [
        .library(name: "workosds", type: .dynamic, targets: ["WorkOSDS"]),
        .executable(name: "workosds-sandbox", targets: ["Sandbox"]),
    ],
    traits: [.trait(name: "Embedded", description: "Build the library as Embedded Swift, without a runtime.")],
    dependencies: [
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    ],
    targets: [
        .systemLibrary(name: "CWorkOSDS", path: "include"),
        .target(name: "CCurl", cSettings: smallCode),
        .target(name: "CJansson", cSettings: smallCode),
        .target(name: "CPlatform", cSettings: smallCode),
        .target(name: "CCrypto", cSettings: smallCode),
        .target(
            name: "WorkOSDS",
            dependencies: ["CWorkOSDS", "CCurl", "CJansson", "CPlatform", "CCrypto"],
            exclude: ["libworkosds.map"],
            swiftSettings: librarySettings,
            linkerSettings: libraryLinking
        ),
        .systemLibrary(name: "CZlib"),
        .systemLibrary(name: "CSandboxCrypto"),
        .executableTarget(
            name: "Sandbox",
            dependencies: [
                "CSandboxCrypto", "CZlib",
                .product(name: "FlyingSocks", package: "FlyingFox"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .testTarget(name: "WorkOSDSTests", dependencies: ["WorkOSDS"]),
        .testTarget(name: "SandboxTests", dependencies: ["Sandbox"], swiftSettings: [.swiftLanguageMode(.v6)]),
    ],
    swiftLanguageModes: [.v5]
)
