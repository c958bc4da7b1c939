// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import PackageDescription

/// Every target is held to the same rules; see docs/architecture.md, "Floors".
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Keeps FoundationEssentials, which is larger than all the rest, out of ntpctl; see FoundationStandIns.swift there.
///
/// What a release of swift-argument-parser wants of it beyond these symbols brings it back, and the check of ntpctl's
/// size tells.
let withoutFoundation: [LinkerSetting] = {
    let json = "$s20FoundationEssentials11JSONEncoderC"
    let functions = [
        json + "Ma", json + "ACycfc", json + "16OutputFormattingV10sortedKeysAEvau",
        json + "16OutputFormattingV13prettyPrintedAEvau", "$sSS20FoundationEssentialsE8EncodingV4utf8ACvau",
        "$sSS20FoundationEssentialsE4data8encodingSSSgAA4DataVh_SSAAE8EncodingVtcfC",
    ]
    let aliases =
        functions.map { $0 + "=ntpctl_stand_in_for_foundation" }
        + ["$s20FoundationEssentials14LocalizedErrorMp=$s6ntpctl21LocalizedErrorStandInMp"]
    let flags = aliases.flatMap { ["-Xlinker", "--defsym=" + $0] }
    return [.unsafeFlags(flags, .when(platforms: [.linux], configuration: .release))]
}()

/// For programs with a command line.
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Tools"]))

/// What NTPClientIntegrations speaks to; without the trait it is empty.
let ecosystem = [
    ("Logging", "swift-log"), ("Metrics", "swift-metrics"), ("ServiceLifecycle", "swift-service-lifecycle"),
].map { name, package in
    Target.Dependency.product(name: name, package: package, condition: .when(traits: ["Integrations"]))
}

let package = Package(
    name: "swift-ntpd",
    products: [
        .library(name: "NTPCore", targets: ["NTPCore"]),
        .library(name: "NTPClient", targets: ["NTPClient"]),
        .library(name: "NTPClientIntegrations", targets: ["NTPClientIntegrations"]),
        .library(name: "NTPServer", targets: ["NTPServer"]),
        .library(name: "NTPControl", targets: ["NTPControl"]),
        .library(name: "NTPSimulator", targets: ["NTPSimulator"]),
        .library(name: "CNTPShim", targets: ["CNTPShim"]),
        // What the library for programs in C is linked from, by Deploy/library/link.
        .library(name: "ntpcore", type: .static, targets: ["NTPCoreExports"]),
        .executable(name: "ntpd", targets: ["ntpd"]),
        .executable(name: "ntpctl", targets: ["ntpctl"]),
        .executable(name: "ntpsim", targets: ["ntpsim"]),
    ],
    // Who depends on this package with `traits: []` resolves no other; see docs/embedding.md.
    traits: [
        .trait(
            name: "Tools", description: "ntpctl and ntpsim, whose command lines swift-argument-parser reads"),
        .trait(
            name: "Integrations",
            description: "NTPClientIntegrations, for swift-log, swift-metrics and swift-service-lifecycle"),
        .default(enabledTraits: ["Tools"]),
    ],
    dependencies: [
        // Each is behind a trait: no other library than NTPClientIntegrations depends on a package.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
    ],
    targets: [
        // Floor 0: C, because the kernel's interface is C.
        .target(name: "CNTPShim"),
        .target(
            name: "CNTPPrivileges", linkerSettings: [.linkedLibrary("cap"), .linkedLibrary("seccomp")]),
        .target(name: "CNTPRuntime"),
        .target(name: "CNTPCrypto", linkerSettings: [.linkedLibrary("nettle")]),
        // Floor 1: pure Swift, the standard library alone.
        // libm for squareRoot() alone, which unoptimised builds call there; it is exact on every machine.
        .target(
            name: "NTPCore", swiftSettings: strict,
            linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
        // Floor 2: one concern each.
        .target(name: "NTPServer", dependencies: ["NTPCore"], swiftSettings: strict),
        .target(name: "NTPControl", dependencies: ["NTPCore"], swiftSettings: strict),
        .target(name: "NTPSimulator", dependencies: ["NTPCore", "NTPServer"], swiftSettings: strict),
        .target(name: "NTPSystem", dependencies: ["NTPCore", "CNTPShim"], swiftSettings: strict),
        // Floor 3: wiring.
        .target(name: "NTPClient", dependencies: ["NTPCore", "NTPSystem"], swiftSettings: strict),
        .target(
            name: "NTPClientIntegrations", dependencies: ["NTPClient", "NTPCore"] + ecosystem,
            swiftSettings: strict),
        .target(
            name: "NTPDaemon",
            dependencies: [
                "NTPCore", "NTPServer", "NTPControl", "NTPSystem", "CNTPPrivileges", "CNTPCrypto",
            ],
            swiftSettings: strict),
        .target(
            name: "NTPControlClient", dependencies: ["NTPClient", "NTPCore", "NTPControl", "NTPSystem"],
            swiftSettings: strict),
        // libntpcore: the header and what waits for sockets in C, the rest in Swift.
        .target(name: "CNTPCore", dependencies: ["CNTPShim"]),
        .target(
            name: "NTPCoreExports", dependencies: ["CNTPCore", "NTPCore", "NTPControl"],
            swiftSettings: strict),
        // Floor 4: a main file, and the commands of the command line.
        .executableTarget(
            name: "ntpd", dependencies: ["NTPDaemon", "CNTPRuntime"], swiftSettings: strict,
            linkerSettings: [.unsafeFlags(["-Xlinker", "--wrap=syscall"], .when(platforms: [.linux]))]),
        .executableTarget(
            name: "ntpctl",
            dependencies: [
                "NTPClient", "NTPCore", "NTPControl", "NTPControlClient", "NTPSystem",
                argumentParser,
            ],
            swiftSettings: strict, linkerSettings: withoutFoundation),
        .executableTarget(
            name: "ntpsim",
            dependencies: [
                "NTPCore", "NTPSimulator", "NTPSystem",
                argumentParser,
            ],
            swiftSettings: strict),

        .testTarget(name: "NTPCoreTests", dependencies: ["NTPCore"], swiftSettings: strict),
        .testTarget(
            name: "NTPServerTests", dependencies: ["NTPCore", "NTPServer"],
            resources: [.embedInCode("Vectors/requests.hex")], swiftSettings: strict),
        .testTarget(
            name: "NTPControlTests", dependencies: ["NTPControl", "NTPCore"], exclude: ["Vectors"],
            swiftSettings: strict),
        .testTarget(
            name: "NTPControlClientTests",
            dependencies: ["NTPClient", "NTPControlClient", "NTPControl", "NTPCore", "NTPSystem"],
            swiftSettings: strict),
        .testTarget(
            name: "NTPClientTests", dependencies: ["NTPClient", "NTPCore", "NTPSystem"],
            swiftSettings: strict),
        .testTarget(
            name: "NTPSimulatorTests", dependencies: ["NTPCore", "NTPSimulator", "ntpsim"],
            swiftSettings: strict),
        .testTarget(name: "NTPSystemTests", dependencies: ["NTPSystem"], swiftSettings: strict),
        .testTarget(
            name: "NTPDaemonTests",
            dependencies: ["NTPDaemon", "NTPCore", "NTPServer", "NTPControl", "NTPSystem"],
            swiftSettings: strict),
        .testTarget(name: "TidyTests", dependencies: ["NTPDaemon", "NTPSystem"], swiftSettings: strict),
    ]
)
