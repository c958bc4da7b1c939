// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Directive {
    /// Known by name, so that they are refused in clear words.
    static let unavailable: [Directive] =
        [
            "ntsaeads", "ntsrefresh", "ntstrustedcerts", "nosystemcert", "nocerttimecheck",
            "ntsport", "ntsservercert", "ntsserverkey", "ntsprocesses", "maxntsconnections", "ntsntpserver",
            "ntsrotate", "ntsratelimit",
        ].map { unread($0, .never("Network Time Security")) }
        + ["ptpport", "ptpdomain"].map { unread($0, .never("NTP over PTP")) }
        + [
            unread("ntpsigndsocket", .never("responses signed by Samba")),
            unread("mailonchange", .never("mail; watch the system log, and see logchange")),
        ]

    /// Found in configurations of old, or of distributions, and accepted for their sake.
    static let obsolete: [Directive] = [
        // No source uses Network Time Security, since 'nts' is refused; so there is nothing to be kept in it.
        unread("ntsdumpdir", .obsolete("there are no keys and cookies of Network Time Security to be kept")),
        unread("commandkey", .obsolete("commands come over a socket, without keys")),
        unread("generatecommandkey", .obsolete("commands come over a socket, without keys")),
        unread("dumponexit", .obsolete("with dumpdir, samples are always kept")),
        unread("linux_hz", .obsolete("the kernel knows")),
        unread("linux_freq_scale", .obsolete("the kernel knows")),
    ]

    /// Nothing is kept of the line.
    private static func unread(_ name: String, _ support: Support) -> Directive {
        Directive(name, "", support) { reader, _ in
            reader.skipRest()
        } print: { _ in
            []
        }
    }
}
