package io.roomwise.sync.recording;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.sync.ClockReading;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;

/**
 * One thing that thread sync acted on. In the file, big-endian:
 *
 * <pre>
 *  byte kind, long nanoTime, long utcNanos                                                            every entry
 *  int stream, long captureUtcNanos, long errorNanos, byte source, long arrivalUtcNanos               all but IDLE
 *  int width, int height                                                                              PICTURE
 *  pixels as PictureCodec packs them                                                                  PICTURE
 *  short samples, as many as there are                                                                SOUND
 * </pre>
 *
 * @param data pixels RGB24, or samples as in the file
 */
record Entry(Kind kind, ClockReading now, int stream, FrameTime time, int width, int height, ByteBuffer data) {
    /** What is in front of pixels or samples takes less. */
    static final int HEAD_BYTES = 64;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final FrameTime NEVER = new FrameTime(0, 0, ClockSource.ARRIVAL, 0);

    /** What happened. */
    enum Kind {
        /** Time passed. */
        IDLE('I'),
        PICTURE('P'),
        /** A picture that no window can take: without its pixels. */
        TIME('T'),
        SOUND('S');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        static Kind of(byte code) throws DataFormatException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new DataFormatException("no kind of entry: " + code);
        }
    }

    static Entry idle(ClockReading now) {
        return new Entry(Kind.IDLE, now, 0, NEVER, 0, 0, NOTHING);
    }

    static Entry picture(ClockReading now, int stream, FrameTime time, int width, int height, ByteBuffer rgb) {
        return new Entry(Kind.PICTURE, now, stream, time, width, height, rgb);
    }

    static Entry time(ClockReading now, int stream, FrameTime time) {
        return new Entry(Kind.TIME, now, stream, time, 0, 0, NOTHING);
    }

    static Entry sound(ClockReading now, int stream, FrameTime time, ByteBuffer samples) {
        return new Entry(Kind.SOUND, now, stream, time, 0, 0, samples);
    }

    /** Bytes in the file, at most. */
    int limit() {
        return HEAD_BYTES + PictureCodec.packedLimit(data.capacity());
    }

    /** Writes it from the position on. */
    void put(ByteBuffer target, PictureCodec codec) {
        target.put(kind.code).putLong(now.nanoTime()).putLong(now.utcNanos());
        if (kind == Kind.IDLE) {
            return;
        }
        target.putInt(stream).putLong(time.captureUtcNanos()).putLong(time.errorNanos());
        target.put((byte) (time.source() == ClockSource.SENDER_REPORT ? 1 : 0)).putLong(time.arrivalUtcNanos());
        if (kind == Kind.SOUND) {
            target.put(data.duplicate());
        } else if (kind == Kind.PICTURE) {
            target.putInt(width).putInt(height);
            codec.pack(stream, data.duplicate(), target);
        }
    }

    /** @throws DataFormatException if that is none */
    static Entry of(byte[] content, PictureCodec codec) throws DataFormatException {
        try {
            return read(ByteBuffer.wrap(content), codec);
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException e) {
            DataFormatException wrong = new DataFormatException("no entry: " + e);
            wrong.initCause(e);
            throw wrong;
        }
    }

    private static Entry read(ByteBuffer source, PictureCodec codec) throws DataFormatException {
        Kind kind = Kind.of(source.get());
        ClockReading now = new ClockReading(source.getLong(), source.getLong());
        if (kind == Kind.IDLE) {
            return idle(now);
        }
        int stream = source.getInt();
        FrameTime time = new FrameTime(
                source.getLong(),
                source.getLong(),
                source.get() == 1 ? ClockSource.SENDER_REPORT : ClockSource.ARRIVAL,
                source.getLong());
        if (kind == Kind.SOUND) {
            return sound(now, stream, time, rest(source));
        }
        if (kind == Kind.TIME) {
            return time(now, stream, time);
        }
        int width = source.getInt();
        int height = source.getInt();
        byte[] rgb = codec.unpack(stream, source, Math.multiplyExact(width, height * 3));
        return picture(now, stream, time, width, height, ByteBuffer.wrap(rgb));
    }

    private static ByteBuffer rest(ByteBuffer source) {
        byte[] rest = new byte[source.remaining()];
        source.get(rest);
        return ByteBuffer.wrap(rest);
    }
}
