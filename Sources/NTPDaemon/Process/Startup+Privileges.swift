// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Startup {
    func dropPrivileges(keepingClock: Bool) throws(StartupError) {}
}
