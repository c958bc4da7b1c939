// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPDaemon

/// Lines for every directive and option, with places for random values.
private let templates: [String] = [
    "include /no*file", "confdir /nowhere", "sourcedir P P", "sourcedir P", "manual", "acquisitionport N",
    "bindacqaddress A", "bindacqdevice I", "dscp N", "minsamples N", "maxsamples N", "refresh N",
    "initstepslew R H H", "authselectmode prefer", "authselectmode IGNORE", "combinelimit R", "maxdistance R",
    "maxjitter R", "minstratum N", "maxstratum N", "minsources N", "reselectdist R", "stratumweight R",
    "discipline pll", "discipline Regression", "makestep R -1", "makestep R N", "maxchange R N N",
    "maxclockerror R", "maxdrift R", "maxupdateskew R",
    "maxslewrate R", "corrtimeratio R", "clockprecision 1e-N", "driftfile P", "driftfile P interval R",
    "clockboundfile P", "clockboundfile P vmclock P",
    "fallbackdrift N 1N", "tempcomp P R R R R R", "tempcomp P R P", "leapsecmode slew", "leapsectz right/UTC",
    "leapseclist P", "port N", "bindaddress A", "binddevice I", "allow", "allow S", "deny all", "deny S",
    "allow all S", "allow ntp.example", "local", "local stratum 9 orphan distance R activate R",
    "local waitsynced R waitunsynced R", "ratelimit", "ratelimit interval -N burst 1N leak 1 kod 3",
    "clientloglimit N", "noclientlog", "serverthreads 4", "broadcast 1N A", "broadcast 64 A 1N",
    "smoothtime R R",
    "smoothtime R R leaponly", "cmdport N", "bindcmdaddress A", "bindcmdaddress /", "bindcmdaddress P",
    "bindcmddevice I", "cmdallow S", "cmddeny all S", "cmddeny", "cmdratelimit", "cmdratelimit leak 4",
    "opencommands", "opencommands sources tracking clients", "rtcsync", "rtcfile P", "rtcdevice P",
    "rtcautotrim R", "rtconutc", "hwclockfile P", "hwtimestamp *", "hwtstimeout R", "maxtxbuffers N",
    "hwtimestamp I minpoll -2 maxpoll 1N minsamples 3 maxsamples 1N precision R txcomp -R rxcomp R nocrossts",
    "hwtimestamp I rxfilter ptp", "log measurements rawmeasurements", "log statistics rtc tracking",
    "logbanner N", "logchange R", "logdir P", "user nobody", "pidfile P", "dumpdir P", "keyfile P",
    "lock_all",
    "sched_priority N", "refclock SHM 0 refid GPS poll N dpoll -N offset -R delay R noselect stratum N tai",
    "refclock PPS P:clear lock GPS rate 1N maxlockage 1N width R pps prefer filter 1N",
    "refclock PHC P local trust require precision R maxdispersion R minsamples N maxsamples N",
    "refclock PHC I:extpps:pin=-1:channel=2:nocrossts:clear width R", "refclock RTC P:utc tai",
    "server H OPTIONS", "pool H OPTIONS", "peer H OPTIONS", "server H OPTIONS",
]

private let optionTemplates = [
    "port 1N", "ipv4", "ipv6", "maxsources 3", "offline", "auto_offline", "minpoll -N", "maxpoll 1",
    "polltarget 1N",
    "presend N", "iburst", "burst", "noselect", "prefer", "trust", "require", "minstratum N", "maxunreach N",
    "copy",
    "maxdelay N", "maxdelayratio R", "maxdelaydevratio R", "maxdelayquant 0.N5", "mindelay R",
    "asymmetry -0.N",
    "offset R", "offset -R", "filter 1N", "minsamples N", "maxsamples N", "version 3", "xleave", "key 1N",
    "extfield F323", "extfield 10A", "nts", "ntsport 1N", "certset N",
]

/// Makes configurations up.
private struct ConfigurationGenerator {
    var random: SeededGenerator

    mutating func text() -> String {
        (0..<Int.random(in: 0...20, using: &random)).map { _ in line() }.joined(separator: "\n")
    }

    mutating func line() -> String {
        let template = templates.randomElement(using: &random) ?? ""
        let words = template.split(separator: " ").flatMap { word -> [String] in
            guard word == "OPTIONS" else { return [String(word)] }
            return optionTemplates.shuffled(using: &random).prefix(.random(in: 0...6, using: &random)).map(
                \.self)
        }
        return words.joined(separator: " ").split(separator: " ").map { fill(String($0)) }.joined(
            separator: " ")
    }

    private mutating func fill(_ word: String) -> String {
        switch word {
        case "H":
            return ["ntp.example", "192.0.2.1", "2001:db8::1", "fe80::1%eth0"].randomElement(using: &random)
                ?? ""
        case "A": return ["192.0.2.2", "::2", "0.0.0.0"].randomElement(using: &random) ?? ""
        case "S":
            return ["10/8", "172.16/12", "1.2.3", "::1", "2001:db8::/32", "0/0"].randomElement(using: &random)
                ?? ""
        case "I": return ["eth0", "lo"].randomElement(using: &random) ?? ""
        case "R", "-R": return (word == "R" ? "" : "-") + real()
        case let word where word == "P" || word.hasPrefix("P:"):
            return "/tmp/\(UInt8.random(in: 0...9, using: &random))" + word.dropFirst()
        case let word where word.last == "N" || word.hasSuffix("N5") || word.hasPrefix("N"):
            guard word != "NTP" else { return word }
            return word.replacing("N", with: "\(UInt8.random(in: 0...5, using: &random))")
        default: return word
        }
    }

    private mutating func real() -> String {
        switch UInt8.random(in: 0...3, using: &random) {
        case 0: "\(UInt16.random(in: 0...1000, using: &random))"
        case 1: "\(Double.random(in: 0...1, using: &random))"
        case 2: "\(Double.random(in: 0...1e15, using: &random))"
        default: "\(Double.random(in: 0...1e-9, using: &random))"
        }
    }
}

extension String {
    fileprivate func replacing(_ character: Character, with text: String) -> String {
        split(separator: character, omittingEmptySubsequences: false).joined(separator: text)
    }
}

@Suite struct `A printed configuration` {
    @Test func `is nothing when nothing is configured`() {
        #expect(Configuration.defaults.directives == [])
    }

    @Test func `has one directive a line, normalised`() {
        #expect(
            parse("POOL ntp.example PREFER Iburst\nmakestep 1.00 03\nallow 10/8\ndscp 46\nmaxjitter 1")
                .configuration
                .directives == [
                    "pool ntp.example iburst prefer", "dscp 46", "makestep 1 3", "allow 10.0.0.0/8",
                ])
    }

    @Test(arguments: 0..<UInt64(8))
    func `is read again as the same`(seed: UInt64) {
        var generator = ConfigurationGenerator(random: SeededGenerator(seed: seed))
        for _ in 0..<80 {
            let text = generator.text()
            let first = parse(text)
            #expect(
                first.errors.filter { ![.notSupported, .contradiction].contains($0.kind) } == [], "\(text)")
            let printed = first.configuration.directives.joined(separator: "\n")
            let second = parse(printed)
            #expect(second.configuration == first.configuration, "\(text)\n---\n\(printed)")
            #expect(second.configuration.directives == first.configuration.directives)
        }
    }

    @Test func `is tried with every directive and option that leaves something`() {
        let named = Set(templates.map { String($0.prefix { $0 != " " }) })
        let silent = Set((Directive.unavailable + Directive.obsolete).map(\.name))
        #expect(Directive.all.map(\.name).filter { !named.contains($0) && !silent.contains($0) } == [])
        let options = Set(optionTemplates.map { String($0.prefix { $0 != " " }) })
        #expect(SourceOptions.all.map(\.name).filter { !options.contains($0) } == [])
    }
}

@Suite struct `A parser of configurations` {
    @Test(arguments: 0..<UInt64(8))
    func `survives any bytes`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: 1...255, using: &random)
            }
            _ = ConfigurationParser.parse(file: "ntpd.conf", in: files(bytes))
        }
    }

    @Test(arguments: 0..<UInt64(8))
    func `survives directives with a few bytes changed`(seed: UInt64) {
        var generator = ConfigurationGenerator(random: SeededGenerator(seed: seed))
        for _ in 0..<200 {
            var bytes = Array(generator.text().utf8)
            for _ in 0..<Int.random(in: 0...4, using: &generator.random) where !bytes.isEmpty {
                let index = Int.random(in: bytes.indices, using: &generator.random)
                switch UInt8.random(in: 0...2, using: &generator.random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator.random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(contentsOf: bytes.suffix(5), at: index)
                }
            }
            let parsed = ConfigurationParser.parse(file: "ntpd.conf", in: files(bytes))
            // Whatever was understood is a configuration, so it can be printed and read.
            let printed = parsed.configuration.directives.joined(separator: "\n")
            #expect(parse(printed).configuration == parsed.configuration, "\(printed)")
        }
    }

    private func files(_ bytes: [UInt8]) -> MemoryFiles {
        var files = MemoryFiles()
        files.bytes["ntpd.conf"] = bytes
        return files
    }
}
