// swift-tools-version: 6.1
import PackageDescription

// The binding links the shared library. `make` puts it into build/, `make install` into /usr/local/lib.
let root = "\(Context.packageDirectory)/../.."

let package = Package(
    name: "WorkOSDirectorySync",
    products: [.library(name: "WorkOSDirectorySync", targets: ["WorkOSDirectorySync"])],
    targets: [
        .systemLibrary(name: "CWorkOSDS"),
        .target(
            name: "WorkOSDirectorySync",
            dependencies: ["CWorkOSDS"],
            linkerSettings: [.unsafeFlags(["-L\(root)/build", "-L/usr/local/lib"])]
        ),
        // Performs the rows of Tests/Behaviour.
        .executableTarget(
            name: "BehaviourRunner",
            dependencies: ["WorkOSDirectorySync"],
            path: "Tests/BehaviourRunner",
            linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", "\(root)/build"])]
        ),
        .testTarget(
            name: "WorkOSDirectorySyncTests",
            dependencies: ["WorkOSDirectorySync"],
            linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", "\(root)/build"])]
        ),
    ]
)
