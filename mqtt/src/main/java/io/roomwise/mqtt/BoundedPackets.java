package io.roomwise.mqtt;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What the broker sends, each packet cut to at most {@link #LONGEST} bytes behind its fixed header (MQTT 3.1.1, 2.2).
 *
 * <p>Paho reads a packet of up to 256 MB into memory before anybody sees its topic: whoever may publish to one of our topics
 * could end us with one message, and with a retained one after each restart. What was cut is still acknowledged, and far
 * too long for whoever reads it.
 */
final class BoundedPackets extends FilterInputStream {
    /** Topic, packet id and a payload far beyond all that is understood. */
    static final int LONGEST = 1 << 17;

    private static final int LENGTH_BYTES = 4;
    /** In a byte of the length: another one follows. */
    private static final int MORE = 0x80;

    /** Of the header to be handed out next: type and flags, then the length in use. */
    private final int[] header = new int[1 + LENGTH_BYTES];

    private int headerSize;
    private int headerRead;
    private boolean headerComplete;
    private long bodyLeft;
    private long excess;

    BoundedPackets(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        if (headerComplete && headerRead < headerSize) {
            return header[headerRead++];
        }
        if (headerComplete && bodyLeft > 0) {
            int read = in.read();
            bodyLeft -= read < 0 ? 0 : 1;
            return read;
        }
        if (!skipExcess() || !nextHeader()) {
            return -1;
        }
        return header[headerRead++];
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!headerComplete || headerRead < headerSize || bodyLeft == 0) {
            int one = read();
            if (one < 0) {
                return -1;
            }
            bytes[offset] = (byte) one;
            return 1;
        }
        int read = in.read(bytes, offset, (int) Math.min(length, bodyLeft));
        bodyLeft -= Math.max(0, read);
        return read;
    }

    private boolean skipExcess() throws IOException {
        var waste = new byte[(int) Math.min(excess, 8192)];
        while (excess > 0) {
            int read = in.read(waste, 0, (int) Math.min(excess, waste.length));
            if (read < 0) {
                return false;
            }
            excess -= read;
        }
        return true;
    }

    /**
     * Reads a whole header; goes on where a time-out interrupted it. A length of more than four bytes is not MQTT: it is
     * passed on as it is, for Paho to refuse.
     */
    private boolean nextHeader() throws IOException {
        if (headerComplete) {
            headerComplete = false;
            headerRead = 0;
            headerSize = 0;
        }
        while (headerSize < 2 || (headerSize < header.length && (header[headerSize - 1] & MORE) != 0)) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            header[headerSize++] = next;
        }
        long length = 0;
        for (int i = 1; i < headerSize; i++) {
            length |= (header[i] & 0x7FL) << (7 * (i - 1));
        }
        bodyLeft = Math.min(length, LONGEST);
        excess = length - bodyLeft;
        if (excess > 0) {
            headerSize = 1;
            for (long left = bodyLeft; left > 0; left >>= 7) {
                header[headerSize++] = (int) (left & 0x7F) | (left > 0x7F ? MORE : 0);
            }
        }
        headerComplete = true;
        return true;
    }

    @Override
    public long skip(long n) throws IOException {
        throw new IOException("not supported");
    }

    @Override
    public int available() throws IOException {
        return headerComplete ? headerSize - headerRead + (int) Math.min(bodyLeft, in.available()) : in.available();
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
