// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Where the configuration is when the command line doesn't say.
enum ConfigurationPath {
    /// Our own place first, then those of chrony's packages, so that its configuration is taken over.
    static let searched = ["/etc/ntpd.conf", "/etc/chrony/chrony.conf", "/etc/chrony.conf"]

    /// The first of them that exists, readable or not; nil for none.
    static func first(in files: some ConfigurationFiles) -> String? {
        searched.first { path in
            do throws(FileAccessError) {
                _ = try files.contents(of: path)
                return true
            } catch {
                return !error.isMissing
            }
        }
    }
}
