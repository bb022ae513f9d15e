package io.roomwise.trainer.dataset;

import io.roomwise.inference.model.HalfFloat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a teacher makes of all windows that are ever drawn from one clip, computed once. A file that is mapped into memory:
 *
 * <pre>
 *  header | float16 [variants, numbers of a window]
 * </pre>
 */
public final class TaughtClip {
    private final Header header;
    private final ByteBuffer data;

    /**
     * What is in it.
     *
     * @param madeBy checksum of the teacher, of what it was given and of which windows are drawn
     * @param variants windows of the clip
     * @param numbers of each window
     */
    public record Header(String clip, String madeBy, int variants, int numbers) {
        private int size() {
            return Math.toIntExact(2L * variants * numbers);
        }
    }

    private TaughtClip(Header header, ByteBuffer data) {
        this.header = header;
        this.data = data.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What was made before by the same, if it was. */
    public static Optional<TaughtClip> open(Path file, Header wanted) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        MappedFile<Header> mapped = MappedFile.open(file, Header.class);
        return mapped.header().equals(wanted) && mapped.data().capacity() == wanted.size()
                ? Optional.of(new TaughtClip(wanted, mapped.data()))
                : Optional.empty();
    }

    /** @param values [variants, numbers] */
    public static void save(Path file, Header header, float[] values) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(header.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putShort(HalfFloat.of(value));
        }
        new MappedFile<>(header, data.flip()).save(file);
    }

    /** Appends some numbers of a window. */
    public void read(int variant, int from, int count, FloatBuffer out) {
        int at = 2 * (variant * header.numbers() + from);
        for (int i = 0; i < count; i++) {
            out.put(HalfFloat.toFloat(data.getShort(at + 2 * i)));
        }
    }
}
