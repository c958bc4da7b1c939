// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

extension KeyRing {
    /// The keys of the file that the configuration names; tells the log what is wrong with it.
    ///
    /// - Throws: When the file can't be read.
    init(_ configuration: ProcessConfiguration, log: Log) throws(SystemError) {
        guard let path = configuration.keyFile else {
            self.init([:])
            return
        }
        let file = try KeyFile(reading: path)
        for problem in file.problems { log.warning(problem) }
        self.init(file.keys)
    }
}

extension Startup {
    /// Reads the keys. Without them the daemon starts all the same: most sources may need none.
    func readKeys() -> KeyRing {
        do {
            return try KeyRing(configuration.process, log: log)
        } catch {
            log.warning("No keys: \(error)")
            return KeyRing([:])
        }
    }
}
