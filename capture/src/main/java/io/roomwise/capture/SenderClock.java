package io.roomwise.capture;

/**
 * Places a stream's RTP clock on the sender's UTC by its reports. The newest report counts; one that contradicts the ones before
 * is not believed until the next one says the same, so that a single bad report moves nothing and a clock that was set is
 * followed.
 */
final class SenderClock {
    /** More than jitter of reports (12 ms seen) and drift between two (2.5 ms at 500 ppm and 5 s), less than a set clock. */
    private static final long CONTRADICTION_NANOS = 100_000_000L;

    private boolean known;
    private long offsetNanos;
    private boolean suspecting;
    private long suspectNanos;

    boolean isKnown() {
        return known;
    }

    /** @param rtpNanos position of the report on the RTP clock */
    void onReport(long rtpNanos, long utcNanos) {
        var offset = utcNanos - rtpNanos;
        var agrees = !known || Math.abs(offset - offsetNanos) <= CONTRADICTION_NANOS;
        var confirms = suspecting && Math.abs(offset - suspectNanos) <= CONTRADICTION_NANOS;
        if (agrees || confirms) {
            known = true;
            offsetNanos = offset;
            suspecting = false;
        } else {
            suspecting = true;
            suspectNanos = offset;
        }
    }

    long utcNanos(long rtpNanos) {
        return rtpNanos + offsetNanos;
    }

    void forget() {
        known = false;
        suspecting = false;
    }
}
