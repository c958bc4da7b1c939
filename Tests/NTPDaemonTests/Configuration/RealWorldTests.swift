// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPDaemon

/// Configurations as they are found: by packages, clouds, and the people who run them.
@Suite struct `A configuration found in the wild` {
    @Test func `such as Debian's is accepted, with a word on what it doesn't do`() {
        let parsed = parse(
            """
            # Local additions come first.
            confdir /etc/chrony/conf.d
            pool 2.debian.pool.ntp.org iburst
            sourcedir /run/chrony-dhcp
            sourcedir /etc/chrony/sources.d
            keyfile /etc/chrony/chrony.keys
            driftfile /var/lib/chrony/chrony.drift
            ntsdumpdir /var/lib/chrony
            #log tracking measurements statistics
            logdir /var/log/chrony
            maxupdateskew 100.0
            rtcsync
            makestep 1 3
            leapsectz right/UTC
            """, ["/etc/chrony/conf.d/README": "Not read: no .conf behind the name."])
        #expect(
            parsed.diagnostics.map(\.description) == [
                "ntpd.conf:8:1: warning: 'ntsdumpdir' has no effect: "
                    + "there are no keys and cookies of Network Time Security to be kept"
            ])
        #expect(
            parsed.configuration.directives == [
                "pool 2.debian.pool.ntp.org iburst", "sourcedir /run/chrony-dhcp",
                "sourcedir /etc/chrony/sources.d", "makestep 1 3", "maxupdateskew 100",
                "driftfile /var/lib/chrony/chrony.drift", "leapsectz right/UTC", "rtcsync",
                "logdir /var/log/chrony", "keyfile /etc/chrony/chrony.keys",
            ])
    }

    @Test func `such as Fedora's is accepted`() {
        let parsed = parse(
            """
            pool 2.fedora.pool.ntp.org iburst
            sourcedir /run/chrony-dhcp
            driftfile /var/lib/chrony/drift
            makestep 1.0 3
            rtcsync
            #hwtimestamp *
            #minsources 2
            #allow 192.168.0.0/16
            #local stratum 10
            #authselectmode require
            keyfile /etc/chrony.keys
            ntsdumpdir /var/lib/chrony
            leapseclist /usr/share/zoneinfo/leap-seconds.list
            logdir /var/log/chrony
            #log measurements statistics tracking
            """)
        #expect(parsed.errors == [])
    }

    @Test func `such as Amazon Linux's is accepted`() {
        let files = [
            "/run/chrony.d/link-local-ipv4.sources":
                "server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4\n",
            "/etc/chrony.d/amazon-pool.sources": "pool 2.amazon.pool.ntp.org iburst\n",
            "/etc/chrony.d/local.conf": "cmdport 0\n",
            "ntpd.conf": """
            sourcedir /run/chrony.d
            sourcedir /etc/chrony.d
            confdir /etc/chrony.d
            driftfile /var/lib/chrony/drift
            ntsdumpdir /var/lib/chrony
            makestep 1.0 3
            maxslewrate 83333.333
            acquisitionport 0
            rtcsync
            keyfile /etc/chrony.keys
            leapsectz right/UTC
            logdir /var/log/chrony
            log measurements statistics tracking
            logchange 1.0
            """,
        ]
        let parsed = ConfigurationParser.parse(file: "ntpd.conf", in: MemoryFiles(files))
        #expect(parsed.errors == [])
        #expect(parsed.configuration.command.port == 0)
        let sources = ConfigurationParser.parse(
            sourceDirectories: parsed.configuration.sourceDirectories, in: MemoryFiles(files))
        #expect(sources.diagnostics.isEmpty)
        #expect(
            sources.configuration.directives == [
                "server 169.254.169.123 minpoll 4 maxpoll 4 iburst prefer",
                "pool 2.amazon.pool.ntp.org iburst",
            ])
    }

    @Test(arguments: [
        // As the documentation of AWS has it.
        """
        server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4
        pool time.aws.com iburst
        driftfile /var/lib/chrony/drift
        makestep 1.0 3
        rtcsync
        logdir /var/log/chrony
        """,
        // Google's, whose servers smear: no other sources beside them.
        """
        server metadata.google.internal prefer iburst
        driftfile /var/lib/chrony/drift
        makestep 0.1 3
        """,
        // An isolated network that keeps together.
        """
        initstepslew 1 ntp2.local ntp3.local
        server ntp2.local
        local stratum 8 orphan
        manual
        allow 192.168.165.0/24
        rtcsync
        """,
        // A public server.
        """
        ! four sources
        server a.example iburst maxdelay 0.4
        server b.example iburst minpoll 5 maxpoll 9 polltarget 20
        server 192.0.2.7 iburst noselect
        server 2001:db8::7 iburst port 11123
        minsources 2
        makestep 1.0 -1
        allow
        deny 198.51.100/24
        clientloglimit 100000000
        driftfile /var/lib/chrony/drift interval 60
        dumpdir /run/chrony
        bindcmdaddress /run/chrony/chronyd.sock
        cmdport 0
        user chrony
        pidfile /run/chrony/chronyd.pid
        """,
        // A lab without a way out.
        """
        local stratum 8
        allow 192.168.165/24
        allow fd00::/8
        bindaddress 192.168.165.1
        driftfile /var/lib/chrony/drift
        rtcsync
        """,
        // A receiver with pulses.
        """
        refclock SHM 0 refid NMEA offset 0.106 delay 0.2 noselect
        refclock PPS /dev/pps0 lock NMEA refid PPS poll 3 trust
        server a.example iburst xleave
        allow 10/8
        ratelimit interval 1 burst 16 leak 2
        lock_all
        sched_priority 1
        """,
        // A grandmaster's clock in the server's card, on TAI, beside a host's clock.
        """
        refclock PHC eth0 refid PTP poll 0 dpoll -4 tai
        refclock PHC /dev/ptp_hyperv poll 3 dpoll -2 offset 0 stratum 2
        refclock PHC /dev/ptp2:extpps:pin=1 width 0.2 poll 2 noselect
        leapsectz right/UTC
        makestep 1 -1
        """,
        // Timestamps by the card.
        """
        hwtimestamp eth0 minpoll -2 rxfilter all
        hwtimestamp *
        hwtstimeout 0.005
        server a.example minpoll 0 maxpoll 0 iburst xleave
        """,
        // Smeared leap seconds.
        """
        leapsecmode slew
        maxslewrate 1000
        smoothtime 400 0.001024 leaponly
        leapsectz right/UTC
        """,
        // A laptop.
        """
        server ntp.example offline maxsamples 32
        pool pool.example offline maxsources 3
        log statistics measurements tracking
        logdir /var/log/chrony
        logbanner 0
        maxupdateskew 100.0
        makestep 10 3
        dumponexit
        dumpdir /var/lib/chrony
        """,
    ])
    func `is accepted`(text: String) {
        let parsed = parse(text)
        #expect(parsed.errors == [])
        #expect(!parsed.configuration.directives.isEmpty)
    }

    @Test(arguments: [
        (
            // NTP in packets of PTP, for cards that stamp no others.
            """
            server a.example minpoll 0 maxpoll 0 xleave port 319
            hwtimestamp * rxfilter ptp
            ptpport 319
            """, [3]
        )
    ])
    func `is refused for each line that isn't done`(text: String, lines: [Int]) {
        let errors = parse(text).errors
        #expect(errors.map(\.place.line) == lines)
        #expect(errors.allSatisfy { $0.kind == .notSupported })
    }
}
