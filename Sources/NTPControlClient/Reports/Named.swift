// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A report with what its subject is called.
package struct Named<Report> {
    package let name: String
    package let report: Report

    package init(_ name: String, _ report: Report) {
        self.name = name
        self.report = report
    }
}

extension Named: Sendable where Report: Sendable {}
