// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPSystem

@Suite struct `Bound segment` {
    private static let content = BoundContent(
        asOf: 1_000_000_002, voidAfter: 1_001_000_000_002, bound: 3, maximumDrift: 4, status: .synchronized,
        disruptionMarker: 0x0506_0708_090A_0B0C)

    private func bytes(_ place: TemporaryFolder) throws -> [UInt8] {
        try FileReader.contents(of: place("shm0"))
    }

    @Test func `has the layout that clients map`() throws {
        let place = try TemporaryFolder()
        var segment = try BoundSegment(at: place("shm0"))
        #expect(segment.content == nil)
        segment.write(Self.content)
        let words: [UInt64] = [
            0x4342_0200_414D_5A4E, 0x0002_0002_0000_0050, 1, 2, 1_001, 2, 3, 0x0506_0708_090A_0B0C,
            0x0000_0001_0000_0004, 1,
        ]
        let expected = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        #expect(try bytes(place) == expected)
        #expect(FileStatus(place("shm0"))?.permissions == 0o644)
    }

    @Test func `is updated in place, so that who has mapped it goes on`() throws {
        let place = try TemporaryFolder()
        do {
            var segment = try BoundSegment(at: place("shm0"))
            segment.write(Self.content)
        }
        let reader = try BoundReader(at: place("shm0"))
        var segment = try BoundSegment(at: place("shm0"))
        #expect(segment.content == Self.content)
        var later = Self.content
        (later.bound, later.disruptionMarker) = (9, nil)
        segment.write(later)
        #expect(reader.content == later)
    }

    @Test(arguments: [[], [1], [UInt8](repeating: 7, count: 80), [UInt8](repeating: 0, count: 4096)])
    func `is rebuilt when it can't be one`(found: [UInt8]) throws {
        let place = try TemporaryFolder()
        try AtomicFile.write(found, to: place("shm0"))
        #expect(throws: SystemError.self) { _ = try BoundReader(at: place("shm0")) }
        var segment = try BoundSegment(at: place("shm0"))
        segment.write(Self.content)
        #expect(try BoundReader(at: place("shm0")).content == Self.content)
        #expect(try bytes(place).count == 80)
    }

    @Test(
        arguments: [(0, 2), (1, 2), (2, 4), (0xFFFD, 0xFFFE), (0xFFFE, 2), (0xFFFF, 2)] as [(UInt16, UInt16)])
    func `has generations that are even at the end, and never 0 again`(before: UInt16, after: UInt16) throws {
        let place = try TemporaryFolder()
        do { _ = try BoundSegment(at: place("shm0")) }
        var found = try bytes(place)
        (found[14], found[15]) = (UInt8(truncatingIfNeeded: before), UInt8(before >> 8))
        try AtomicFile.write(found, to: place("shm0"))
        var segment = try BoundSegment(at: place("shm0"))
        segment.write(Self.content)
        let written = try bytes(place)
        #expect(UInt16(written[14]) | UInt16(written[15]) << 8 == after)
    }

    @Test func `has one writer`() throws {
        let place = try TemporaryFolder()
        let segment = try BoundSegment(at: place("shm0"))
        #expect(throws: SystemError.self) { _ = try BoundSegment(at: place("shm0")) }
        #expect(segment.content == nil)
    }

    @Test func `reads the marker of a VMClock, and nothing from what is none`() throws {
        let place = try TemporaryFolder()
        #expect(VMClock(at: place("shm0")) == nil)
        var page = [UInt8](repeating: 0, count: 24)
        try AtomicFile.write(page, to: place("shm0"))
        #expect(VMClock(at: place("shm0")) == nil)
        page.replaceSubrange(0..<4, with: Array("VCLK".utf8))
        (page[8], page[16], page[23]) = (1, 7, 1)
        try AtomicFile.write(Array(page.dropLast()), to: place("shm0"))
        #expect(VMClock(at: place("shm0")) == nil)
        try AtomicFile.write(page, to: place("shm0"))
        #expect(VMClock(at: place("shm0"))?.marker == 0x0100_0000_0000_0007)
    }
}
