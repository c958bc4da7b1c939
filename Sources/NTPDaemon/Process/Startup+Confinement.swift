// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPPrivileges
internal import Glibc

extension Startup {
    /// Limits what whoever takes the daemon over can ask of the kernel (`-F`). The last step before packets are read.
    func confine(keepingClock: Bool) throws(StartupError) {
        guard let level = options.systemCallFilter, level != 0 else { return }
        if level.magnitude == 1 { try limitWriting() }
        let filter = level.magnitude == 1 ? NTP_FILTER_UNKNOWN : NTP_FILTER_DANGEROUS
        let violation = level > 0 ? NTP_VIOLATION_KILLS : NTP_VIOLATION_SIGNALS
        let result = ntp_filter_system_calls(filter, violation, keepingClock ? 1 : 0)
        guard result == 0 else { throw Self.failure("filter system calls", result) }
        log.info("System calls are filtered (level \(level))")
    }

    /// A kernel without Landlock is nothing to end for: the filter is what was asked for.
    private func limitWriting() throws(StartupError) {
        let folders = writtenFolders
        let strings = unsafe folders.map { unsafe strdup($0) }
        defer { unsafe strings.forEach { unsafe free($0) } }
        let pointers = unsafe strings.map { unsafe UnsafePointer($0) }
        let result = unsafe ntp_limit_writing(pointers, pointers.count)
        switch result {
        case 0: log.debug("Only files below \(folders.joined(separator: ", ")) can be changed")
        case -ENOSYS, -EOPNOTSUPP:
            log.info("The kernel has no Landlock: what files can be changed is up to their owners")
        default: throw Self.failure("limit writing", result)
        }
    }

    /// The folders of all files that are written, replaced or removed while the daemon runs.
    private var writtenFolders: [String] {
        let paths =
            [
                configuration.clock.driftFile?.path, configuration.process.pidFile,
                configuration.command.socketPath,
                options.logFile, configuration.realTimeClock.file,
            ] + configuration.referenceClocks.map(\.device.removedPath)
        let folders = [configuration.logging.directory, configuration.process.dumpDirectory]
        return Set(paths.compactMap { $0.flatMap(Self.folder(of:)) } + folders.compactMap(\.self)).sorted()
    }

    /// Nil for "/", which stands for no file.
    private static func folder(of path: String) -> String? {
        guard path != "/" else { return nil }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func failure(_ what: String, _ result: Int32) -> StartupError {
        .privileges("\(what): \(unsafe String(cString: strerror(-result)))")
    }
}

extension ReferenceClockDeviceConfiguration {
    /// What is removed at the end: the path of a socket.
    fileprivate var removedPath: String? {
        switch self {
        case .socket(let path): path
        default: nil
        }
    }
}
