// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import PackageDescription

/// Somebody else's package, which uses NTPCore, NTPClient and CNTPShim, and has no other package come along.
let package = Package(
    name: "plain-user",
    dependencies: [.package(name: "swift-ntpd", path: "../../..", traits: [])],
    targets: [
        .executableTarget(name: "core", dependencies: [.product(name: "NTPCore", package: "swift-ntpd")]),
        .executableTarget(name: "client", dependencies: [.product(name: "NTPClient", package: "swift-ntpd")]),
        .executableTarget(name: "clock", dependencies: [.product(name: "CNTPShim", package: "swift-ntpd")]),
        .executableTarget(name: "stamps", dependencies: [.product(name: "CNTPShim", package: "swift-ntpd")]),
    ]
)
