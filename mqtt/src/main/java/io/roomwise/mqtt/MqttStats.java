package io.roomwise.mqtt;

/**
 * Counters since the start.
 *
 * @param published handed to a live connection, those sent again included
 * @param acknowledged of them, confirmed by the broker
 * @param coalesced values that were replaced by a newer one before they were sent
 * @param droppedFull events given up, oldest first, because too many waited
 * @param droppedExpired events given up because they had waited for more than a minute
 * @param droppedUnknown events and states of a room or a class that was never announced
 * @param ignored messages received that mean nothing to us
 * @param queued events and values that wait for the broker now
 * @param reconnects connections after the first
 * @param captureToPublish of events: from the grid instant of the deciding slot to the broker's acknowledgement
 */
public record MqttStats(
        boolean connected,
        long published,
        long acknowledged,
        long coalesced,
        long droppedFull,
        long droppedExpired,
        long droppedUnknown,
        long ignored,
        int queued,
        long reconnects,
        Latency captureToPublish) {

    /** Over the newest {@code count} events, milliseconds; all 0 without events. */
    public record Latency(int count, double p50Millis, double p95Millis, double p99Millis) {}

    public long dropped() {
        return droppedFull + droppedExpired + droppedUnknown;
    }
}
