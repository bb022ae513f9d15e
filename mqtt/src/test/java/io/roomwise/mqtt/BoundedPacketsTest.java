package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedPacketsTest {
    private static final int PUBLISH = 0x32;

    @Test
    void leavesPacketsAsTheyAre() throws Exception {
        var sent = new ByteArrayOutputStream();
        for (int size : new int[] {0, 1, 127, 128, 16_383, 16_384, BoundedPackets.LONGEST}) {
            sent.writeBytes(packet(size));
        }
        assertThat(new BoundedPackets(new ByteArrayInputStream(sent.toByteArray())).readAllBytes())
                .isEqualTo(sent.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {BoundedPackets.LONGEST + 1, 3_000_000})
    void cutsALongOneAndGoesOnBehindIt(int size) throws Exception {
        byte[] whole = packet(size);
        byte[] body = Arrays.copyOfRange(whole, whole.length - size, whole.length);
        var sent = new ByteArrayOutputStream();
        sent.writeBytes(whole);
        sent.writeBytes(packet(5));
        var expected = new ByteArrayOutputStream();
        expected.writeBytes(header(BoundedPackets.LONGEST));
        expected.write(body, 0, BoundedPackets.LONGEST);
        expected.writeBytes(packet(5));

        assertThat(new BoundedPackets(new ByteArrayInputStream(sent.toByteArray())).readAllBytes())
                .isEqualTo(expected.toByteArray());
    }

    /** A socket with a time-out gives up between any two bytes, and is read again. */
    @Test
    void losesNothingToTimeOuts() throws Exception {
        var sent = new ByteArrayOutputStream();
        sent.writeBytes(packet(300));
        sent.writeBytes(packet(BoundedPackets.LONGEST + 7));
        sent.writeBytes(packet(2));
        var whole = new BoundedPackets(new ByteArrayInputStream(sent.toByteArray()));
        var interrupted = new BoundedPackets(new Interrupted(sent.toByteArray()));

        var received = new ByteArrayOutputStream();
        var buffer = new byte[1000];
        while (true) {
            try {
                int read = interrupted.read(buffer, 0, buffer.length);
                if (read < 0) {
                    break;
                }
                received.write(buffer, 0, read);
            } catch (SocketTimeoutException e) {
                assertThat(received.size()).isLessThan(sent.size());
            }
        }
        assertThat(received.toByteArray()).isEqualTo(whole.readAllBytes());
    }

    private static byte[] packet(int size) {
        var packet = new ByteArrayOutputStream();
        packet.writeBytes(header(size));
        var body = new byte[size];
        new Random(size).nextBytes(body);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    private static byte[] header(int size) {
        var header = new ByteArrayOutputStream();
        header.write(PUBLISH);
        int left = size;
        do {
            header.write((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
            left >>= 7;
        } while (left > 0);
        return header.toByteArray();
    }

    /** Times out before every other read. */
    private static final class Interrupted extends InputStream {
        private final InputStream bytes;
        private boolean tired;

        Interrupted(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() throws IOException {
            rest();
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            rest();
            return bytes.read(into, offset, Math.min(length, 100));
        }

        private void rest() throws SocketTimeoutException {
            tired = !tired;
            if (tired) {
                throw new SocketTimeoutException();
            }
        }
    }
}
