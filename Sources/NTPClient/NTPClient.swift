// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Time from servers, for programs that touch no clock: one measurement, or a clock that follows them.
///
/// A namespace; see ``query(_:options:)`` and ``Service``.
public enum NTPClient {}
