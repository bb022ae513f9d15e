package io.roomwise.capture;

/**
 * What an RTCP sender report states (RFC 3550, 6.4.1): at this time the RTP clock showed this.
 *
 * @param utcNanos from the 64-bit NTP time
 * @param rtpTimestamp the same instant in the stream's RTP clock, unsigned 32 bits
 */
record SenderReport(long utcNanos, int rtpTimestamp) {
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;
    private static final long NTP_ERA_SECONDS = 1L << 32;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** @param ntpTimestamp seconds since 1900 in the upper, fractions of 2^-32 s in the lower half */
    static SenderReport ofNtp(long ntpTimestamp, int rtpTimestamp) {
        var seconds = ntpTimestamp >>> 32;
        // RFC 4330, section 3: with the top bit clear it is era 1, which begins in 2036.
        var era = seconds < NTP_ERA_SECONDS / 2 ? NTP_ERA_SECONDS : 0;
        var nanos = ((ntpTimestamp & 0xffff_ffffL) * NANOS_PER_SECOND) >>> 32;
        return new SenderReport((seconds + era - NTP_TO_UNIX_SECONDS) * NANOS_PER_SECOND + nanos, rtpTimestamp);
    }
}
