# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
#
# ntpd and ntpctl, without any library, in a root that is empty but for what they read; see docs/container.md.

FROM swift:6.3-bookworm AS build
RUN needed="libcap-dev libseccomp-dev nettle-dev binutils ca-certificates tzdata"; \
    dpkg-query --show $needed >/dev/null 2>&1 || \
    { apt-get update && apt-get install --yes --no-install-recommends $needed; }
WORKDIR /source
COPY . .
RUN for product in ntpd ntpctl; do \
        swift build --configuration release --static-swift-stdlib -Xswiftc -static-executable --product $product || exit; \
    done
RUN Container/assemble-root .build/release /root-of-image

FROM scratch
COPY --from=build /root-of-image/ /
LABEL org.opencontainers.image.title="swift-ntpd" \
      org.opencontainers.image.description="An NTP server and client that disciplines the clock" \
      org.opencontainers.image.licenses="Apache-2.0"
# A backtrace would want a helper program, and time.
ENV SWIFT_BACKTRACE=enable=no
# The drift file survives the container.
VOLUME /var/lib/ntpd
EXPOSE 123/udp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["/usr/bin/ntpctl", "health"]
# As root, to bind port 123 and keep CAP_SYS_TIME; then ntpd becomes the user ntpd, before it reads the first packet.
ENTRYPOINT ["/usr/sbin/ntpd", "--from-environment", "-u", "ntpd"]
