package io.roomwise.capture.virtual;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** Numbers and stamps the RTP packets of one medium (RFC 3550, 5.1), and states what time they tell (6.4.1). */
final class RtpTrack {
    /** Fits an Ethernet frame with the headers of RTP, UDP and IP. */
    static final int MAX_PAYLOAD_BYTES = 1400;

    private static final int HEADER_BYTES = 12;
    private static final int SENDER_REPORT = 200;
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int payloadType;
    private final int clockRateHz;
    private final long originUtcNanos;
    private int ssrc;
    private int firstTimestamp;
    private short sequence;
    private int packets;
    private int bytes;

    /** @param originUtcNanos time of timestamp 0, before the random offset that RFC 3550 asks for is added */
    RtpTrack(int payloadType, int clockRateHz, long originUtcNanos, RandomGenerator random) {
        this.payloadType = payloadType;
        this.clockRateHz = clockRateHz;
        this.originUtcNanos = originUtcNanos;
        ssrc = random.nextInt();
        firstTimestamp = random.nextInt();
        sequence = (short) random.nextInt();
    }

    /**
     * Begins anew.
     *
     * @param nowTicks from the origin to now
     * @param wrapTicks from now to where the time stamps pass 2^32
     */
    void renew(RandomGenerator random, long nowTicks, long wrapTicks) {
        ssrc = random.nextInt();
        firstTimestamp = (int) -(nowTicks + wrapTicks);
        sequence = (short) random.nextInt();
    }

    int clockRateHz() {
        return clockRateHz;
    }

    /** Clock ticks from the origin to a time, rounded to the nearest. */
    long ticksAt(long utcNanos) {
        var nanos = utcNanos - originUtcNanos;
        var seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        var rest = Math.floorMod(nanos, NANOS_PER_SECOND);
        return seconds * clockRateHz + (rest * clockRateHz + NANOS_PER_SECOND / 2) / NANOS_PER_SECOND;
    }

    /**
     * The next packet.
     *
     * @param marker last packet of a picture
     */
    byte[] packet(long ticks, boolean marker, byte[] payload) {
        packets++;
        bytes += payload.length;
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .put((byte) 0x80)
                .put((byte) ((marker ? 0x80 : 0) | payloadType))
                .putShort(sequence++)
                .putInt(firstTimestamp + (int) ticks)
                .putInt(ssrc)
                .put(payload)
                .array();
    }

    /**
     * What the sender's clock shows now: this tick of the track is that NTP time.
     *
     * @param clockSkewNanos of that clock against the one that the time stamps are of
     */
    byte[] senderReport(long utcNanos, long clockSkewNanos) {
        var ticks = ticksAt(utcNanos);
        var rest = Math.floorMod(ticks, clockRateHz) * NANOS_PER_SECOND / clockRateHz;
        var shown = originUtcNanos + Math.floorDiv(ticks, clockRateHz) * NANOS_PER_SECOND + rest + clockSkewNanos;
        var seconds = Math.floorDiv(shown, NANOS_PER_SECOND) + NTP_TO_UNIX_SECONDS;
        var fraction = (Math.floorMod(shown, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
        return ByteBuffer.allocate(28)
                .put((byte) 0x80)
                .put((byte) SENDER_REPORT)
                .putShort((short) 6)
                .putInt(ssrc)
                .putInt((int) seconds)
                .putInt((int) fraction)
                .putInt(firstTimestamp + (int) ticks)
                .putInt(packets)
                .putInt(bytes)
                .array();
    }
}
