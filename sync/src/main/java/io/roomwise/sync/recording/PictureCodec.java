package io.roomwise.sync.recording;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * RGB24 pictures without loss. What is deflated is the difference, byte by byte modulo 256, to a prediction:
 *
 * <pre>
 *  BEFORE  the same place of the stream's last picture, if that had the same size    nothing moves
 *  LEFT    the same colour one pixel to the left                                      all else
 * </pre>
 *
 * <p>Either packs or unpacks: both need the stream's last picture. Owned by one thread.
 */
final class PictureCodec implements AutoCloseable {
    private static final byte BEFORE = 'B';
    private static final byte LEFT = 'L';

    private static final int BYTES_PER_PIXEL = 3;
    /** Every so many bytes are looked at to choose the prediction; no multiple of three, so that all colours are. */
    private static final int SAMPLING = 61;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final Inflater inflater = new Inflater(true);
    /** By stream. */
    private final Map<Integer, byte[]> before = new HashMap<>();

    private byte[] difference = new byte[0];

    /** Room that a packed picture may need: what cannot be deflated is stored in blocks. */
    static int packedLimit(int length) {
        return length + length / 64 + 1_024;
    }

    /**
     * Packs a picture.
     *
     * @param picture the remaining bytes
     * @param target is filled from its position, at most {@link #packedLimit} bytes
     */
    void pack(int stream, ByteBuffer picture, ByteBuffer target) {
        byte[] rgb = new byte[picture.remaining()];
        picture.get(rgb);
        byte[] last = before.put(stream, rgb);
        if (difference.length < rgb.length) {
            difference = new byte[rgb.length];
        }
        if (last != null && last.length == rgb.length && isNearer(last, rgb)) {
            target.put(BEFORE);
            for (int i = 0; i < rgb.length; i++) {
                difference[i] = (byte) (rgb[i] - last[i]);
            }
        } else {
            target.put(LEFT);
            System.arraycopy(rgb, 0, difference, 0, BYTES_PER_PIXEL);
            for (int i = BYTES_PER_PIXEL; i < rgb.length; i++) {
                difference[i] = (byte) (rgb[i] - rgb[i - BYTES_PER_PIXEL]);
            }
        }
        deflater.reset();
        deflater.setInput(difference, 0, rgb.length);
        deflater.finish();
        while (!deflater.finished()) {
            deflater.deflate(target);
        }
    }

    private static boolean isNearer(byte[] last, byte[] rgb) {
        long toLast = 0;
        long toLeft = 0;
        for (int i = BYTES_PER_PIXEL; i < rgb.length; i += SAMPLING) {
            toLast += Math.abs((byte) (rgb[i] - last[i]));
            toLeft += Math.abs((byte) (rgb[i] - rgb[i - BYTES_PER_PIXEL]));
        }
        return toLast <= toLeft;
    }

    /**
     * Unpacks a picture.
     *
     * @param packed from its position to its limit
     * @param length of the picture in bytes
     * @throws DataFormatException if that is no picture of that length
     */
    byte[] unpack(int stream, ByteBuffer packed, int length) throws DataFormatException {
        byte[] rgb = new byte[length];
        byte prediction = packed.get();
        inflater.reset();
        inflater.setInput(packed);
        int done = 0;
        while (done < length) {
            int more = inflater.inflate(rgb, done, length - done);
            if (more == 0) {
                throw new DataFormatException("a picture of " + length + " bytes ends after " + done);
            }
            done += more;
        }
        byte[] last = before.put(stream, rgb);
        if (prediction == LEFT) {
            for (int i = BYTES_PER_PIXEL; i < length; i++) {
                rgb[i] += rgb[i - BYTES_PER_PIXEL];
            }
        } else if (last == null || last.length != length) {
            throw new DataFormatException("the picture before is missing");
        } else {
            for (int i = 0; i < length; i++) {
                rgb[i] += last[i];
            }
        }
        return rgb;
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
