// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import PackageDescription

let package = Package(
    name: "service-clock-benchmark",
    dependencies: [.package(name: "swift-ntpd", path: "../..", traits: [])],
    targets: [
        .executableTarget(
            name: "service-clock-benchmark",
            dependencies: [.product(name: "NTPClient", package: "swift-ntpd")],
            path: "Sources/ServiceClock",
            swiftSettings: [.swiftLanguageMode(.v6)])
    ]
)
