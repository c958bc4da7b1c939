// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import PackageDescription

let package = Package(
    name: "responder-benchmark",
    dependencies: [.package(name: "swift-ntpd", path: "../..", traits: [])],
    targets: [
        .target(name: "CAllocationCount"),
        .executableTarget(
            name: "responder-benchmark",
            dependencies: [
                "CAllocationCount",
                .product(name: "NTPCore", package: "swift-ntpd"),
                .product(name: "NTPServer", package: "swift-ntpd"),
            ],
            path: "Sources/Responder",
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
