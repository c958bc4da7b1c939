// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Keeps the samples of sources from one run of the daemon to the next: `dumpdir` and -r.
struct SampleKeeper {
    /// Nil where nothing is kept.
    var folder: String?
    /// Whether what an earlier run has left is taken in.
    let reloads: Bool
    /// The clocks before this run has changed anything, and the reading of its free-running timescale then.
    private let start: ClockMoment
    private let startTime: FreeRunningTime

    /// In bytes; more than 64 samples can't be.
    private static let largestFile = 65_536

    init(_ folder: String?, reloads: Bool, start: ClockMoment, startTime: FreeRunningTime) {
        self.folder = folder
        self.reloads = reloads
        self.start = start
        self.startTime = startTime
    }

    /// The file of a source, named as chrony does.
    private func path(of source: String) -> String? {
        folder.map { "\($0)/\(source).dat" }
    }

    /// The samples that an earlier run has left of a source; none when it hasn't.
    ///
    /// The file goes: once the clock is corrected, it isn't true any more.
    func takeSamples(of source: String) throws(SampleFileError) -> [Sample] {
        guard reloads, let path = path(of: source), let status = FileStatus(path) else { return [] }
        guard status.kind == .file else {
            throw SampleFileError(path: path, reason: "it isn't a regular file")
        }
        let bytes: [UInt8]
        do {
            bytes = try FileReader.contents(of: path, limit: Self.largestFile)
        } catch {
            throw SampleFileError(path: path, reason: "\(error)")
        }
        AtomicFile.remove(path)
        guard let file = SampleFile(parsing: String(decoding: bytes, as: UTF8.self)) else {
            throw SampleFileError(path: path, reason: "it is torn, or was written by another program")
        }
        do {
            return try file.samples(at: start, freeRunning: startTime)
        } catch {
            throw SampleFileError(path: path, reason: "\(error)")
        }
    }

    /// Replaces what the file of a source holds.
    ///
    /// - Parameter time: The reading of the free-running timescale at the moment.
    func keep(
        _ samples: [Sample], of source: String, at moment: ClockMoment, freeRunning time: FreeRunningTime
    ) throws(SystemError) {
        guard let path = path(of: source), !samples.isEmpty else { return }
        let file = SampleFile(
            moment: moment, samples: samples.map { (age: max(0, time.seconds(since: $0.time)), sample: $0) })
        try AtomicFile.write(Array(file.text.utf8), to: path)
    }
}

/// Why the samples of an earlier run aren't used.
struct SampleFileError: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path) is ignored: \(reason)" }
}
