// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
import NTPCore

/// Who has asked the daemon for what.
package struct ClientsPresentation: TabularPresentation {
    let clients: [ClientReport]

    package init(_ clients: [ClientReport]) {
        self.clients = clients
    }

    package var text: String {
        guard !clients.isEmpty else { return "No clients have been seen." }
        var table = Table([
            Table.Column("Client", .left), Table.Column("NTP"), Table.Column("Dropped"),
            Table.Column("Interval"), Table.Column("Last"), Table.Column("NTS-KE"), Table.Column("Dropped"),
            Table.Column("Last"), Table.Column("Control"), Table.Column("Dropped"), Table.Column("Last"),
        ])
        for client in clients {
            table.add([
                client.address.description, "\(client.ntp.hits)", "\(client.ntp.drops)",
                client.ntp.interval.map { Quantity.interval($0.seconds) } ?? "–", Self.age(client.ntp),
                "\(client.nke.hits)", "\(client.nke.drops)", Self.age(client.nke),
                "\(client.command.hits)", "\(client.command.drops)", Self.age(client.command),
            ])
        }
        return table.text
    }

    private static func age(_ activity: ClientReport.Activity) -> String {
        activity.age.map { Quantity.age(Double($0)) } ?? "never"
    }

    package var json: JSON {
        .array(
            clients.map { client in
                .object([
                    "address": .string(client.address.description),
                    "ntp": Self.json(client.ntp),
                    "nke": Self.json(client.nke),
                    "command": Self.json(client.command),
                    "ntp_timeout_interval": .number(client.ntpTimeoutInterval?.seconds),
                ])
            })
    }

    private static func json(_ activity: ClientReport.Activity) -> JSON {
        .object([
            "hits": .integer(activity.hits),
            "drops": .integer(activity.drops),
            "interval": .number(activity.interval?.seconds),
            "age": .integer(activity.age),
        ])
    }

    package var csv: [[String]] {
        clients.map { client in
            [
                client.address.description, "\(client.ntp.hits)", "\(client.ntp.drops)",
                Self.exponent(client.ntp.interval), Self.exponent(client.ntpTimeoutInterval),
                CSV.age(client.ntp.age), "\(client.command.hits)", "\(client.command.drops)",
                Self.exponent(client.command.interval), CSV.age(client.command.age),
            ]
        }
    }

    /// log₂ of the seconds; 127 when the interval isn't known.
    private static func exponent(_ interval: PollInterval?) -> String {
        String(interval?.exponent ?? 127)
    }
}
