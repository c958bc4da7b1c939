// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import PackageDescription

/// A web service that tells validated time. A copy of it elsewhere names swift-ntpd by its URL and a version.
let package = Package(
    name: "time-service",
    dependencies: [
        .package(name: "swift-ntpd", path: "../..", traits: ["Integrations"]),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.0.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.9.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
    ],
    targets: [
        .executableTarget(
            name: "TimeService",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NTPClient", package: "swift-ntpd"),
                .product(name: "NTPClientIntegrations", package: "swift-ntpd"),
            ]),
        .testTarget(
            name: "TimeServiceTests",
            dependencies: [
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "NTPClient", package: "swift-ntpd"),
                .product(name: "NTPClientIntegrations", package: "swift-ntpd"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
    ]
)
