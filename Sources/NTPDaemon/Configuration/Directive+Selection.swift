// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension Directive {
    /// Which sources are believed.
    static let selection: [Directive] = [
        .value("authselectmode", "MODE", \.selection.authentication, .keyword),
        .value("combinelimit", "RATIO", \.selection.combineLimit, .real(from: 0)),
        .value("maxdistance", "SECONDS", \.selection.maximumDistance, .seconds),
        .value("maxjitter", "SECONDS", \.selection.maximumJitter, .seconds),
        .value("minstratum", "STRATUM", \.selection.minimumStratum, .integer(in: 0...15)),
        .value("maxstratum", "STRATUM", \.selection.maximumStratum, .integer(in: 0...15)),
        .value("minsources", "SOURCES", \.selection.minimumSources, .integer(from: 0)),
        .value("reselectdist", "SECONDS", \.selection.reselectDistance, .seconds),
        .value("stratumweight", "SECONDS", \.selection.stratumWeight, .seconds),
    ]
}
