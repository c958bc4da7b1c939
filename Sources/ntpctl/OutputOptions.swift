// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient

/// The form of a report.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON; docs/ntpctl-json.md lists the keys.")
    var json = false

    func write(_ report: some Presentation) throws {
        try Standard.output.writeLine(json ? report.json.text : report.text)
    }
}

/// The form of a report that chronyc has, too.
struct TabularOutputOptions: ParsableArguments {
    @Flag(help: "Print JSON; docs/ntpctl-json.md lists the keys.")
    var json = false

    @Flag(name: [.customShort("c"), .long], help: "Print what 'chronyc -n -c' prints.")
    var csv = false

    func validate() throws {
        guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other: give one.") }
    }

    func write(_ report: some TabularPresentation) throws {
        if csv {
            try Standard.output.write(report.csv.map { $0.joined(separator: ",") + "\n" }.joined())
        } else {
            try Standard.output.writeLine(json ? report.json.text : report.text)
        }
    }
}
