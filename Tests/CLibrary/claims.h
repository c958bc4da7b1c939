/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: the swift-ntpd authors */

/* Tests as claims: a program ends with status 1 when one doesn't hold. */

#ifndef CLAIMS_H
#define CLAIMS_H

#include <stdarg.h>
#include <stdio.h>

static int failures;

/* Says whether a claim holds, and what was found. */
static inline void claim(int holds, const char *text, const char *format, ...) {
    printf("%s  %s: ", holds ? "PASS" : "FAIL", text);
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
    failures += !holds;
}

#endif
