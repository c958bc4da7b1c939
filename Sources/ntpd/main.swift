// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import NTPDaemon

exit(Program.run(Array(CommandLine.arguments.dropFirst())))
