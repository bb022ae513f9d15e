package io.roomwise.capture.virtual;

import java.nio.ShortBuffer;

/** G.711 mu-law, 20 ms a packet as RFC 3551 recommends. */
final class MulawEncoder implements SoundEncoder {
    private static final int DYNAMIC = 97;
    private static final int BIAS = 132;
    private static final int CLIP = 32_635;

    private final int sampleRateHz;

    MulawEncoder(int sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
    }

    @Override
    public int blockSamples() {
        return sampleRateHz / 50;
    }

    @Override
    public void encode(long firstSample, ShortBuffer block, PayloadConsumer consumer) {
        var bytes = new byte[block.remaining()];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = encode(block.get());
        }
        consumer.accept(firstSample, bytes);
    }

    /** ITU-T G.711, table 2a: sign, three bits of exponent, four of mantissa, all inverted. */
    private static byte encode(int sample) {
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
        var exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
        var mantissa = (magnitude >> (exponent + 3)) & 15;
        return (byte) ~(sign | (exponent << 4) | mantissa);
    }

    @Override
    public String sdpAttributes() {
        return "a=rtpmap:" + payloadType() + " PCMU/" + sampleRateHz + "\r\n";
    }

    @Override
    public int payloadType() {
        return sampleRateHz == 8000 ? 0 : DYNAMIC;
    }

    @Override
    public void close() {
        // nothing native
    }
}
