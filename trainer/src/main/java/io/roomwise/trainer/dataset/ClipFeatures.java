package io.roomwise.trainer.dataset;

import io.roomwise.inference.model.HalfFloat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What frozen encoders and the person detector made of one clip, computed once. A file that is mapped into memory:
 *
 * <pre>
 *  header | float32 people [N, L] | float16 visual [N, L, V] | float16 audio [N, L, A]
 * </pre>
 */
public final class ClipFeatures {
    private final Header header;
    private final ByteBuffer data;

    /**
     * @param madeBy checksum of the film and of all that made the numbers; with another one they are made anew
     * @param views numbers of the views, in the order of N
     * @param rows L, rows of the grid
     * @param visualWidth V
     * @param audioWidth A; 0 where nothing was heard
     */
    public record Header(String clip, String madeBy, List<Integer> views, int rows, int visualWidth, int audioWidth) {
        private int cells() {
            return views.size() * rows;
        }

        private int size() {
            return Math.toIntExact((long) cells() * (4 + 2L * (visualWidth + audioWidth)));
        }
    }

    private ClipFeatures(Header header, ByteBuffer data) {
        this.header = header;
        this.data = data.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** All 0, to be filled. */
    public static ClipFeatures empty(Header header) {
        return new ClipFeatures(header, ByteBuffer.allocate(header.size()));
    }

    /** What was made before by the same, if it was. */
    public static Optional<ClipFeatures> open(Path file, String madeBy) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        MappedFile<Header> mapped = MappedFile.open(file, Header.class);
        Header header = mapped.header();
        return header.madeBy().equals(madeBy) && mapped.data().capacity() == header.size()
                ? Optional.of(new ClipFeatures(header, mapped.data()))
                : Optional.empty();
    }

    public void save(Path file) throws IOException {
        new MappedFile<>(header, data).save(file);
    }

    public Header header() {
        return header;
    }

    /** Mean confidence of the people in a view, 0 where there are none. */
    public float people(int view, int row) {
        return data.getFloat(4 * cell(view, row));
    }

    /** Appends the V numbers of a picture. */
    public void visual(int view, int row, FloatBuffer out) {
        read(visualAt(view, row), header.visualWidth(), out);
    }

    /** Appends the A numbers of a piece of sound. */
    public void audio(int view, int row, FloatBuffer out) {
        read(audioAt(view, row), header.audioWidth(), out);
    }

    public void putPeople(int view, int row, float confidence) {
        data.putFloat(4 * cell(view, row), confidence);
    }

    /** @param values V of them are taken */
    public void putVisual(int view, int row, FloatBuffer values) {
        write(visualAt(view, row), header.visualWidth(), values);
    }

    /** @param values A of them are taken */
    public void putAudio(int view, int row, FloatBuffer values) {
        write(audioAt(view, row), header.audioWidth(), values);
    }

    private void read(int at, int count, FloatBuffer out) {
        for (int i = 0; i < count; i++) {
            out.put(HalfFloat.toFloat(data.getShort(at + 2 * i)));
        }
    }

    private void write(int at, int count, FloatBuffer values) {
        for (int i = 0; i < count; i++) {
            data.putShort(at + 2 * i, HalfFloat.of(values.get()));
        }
    }

    private int visualAt(int view, int row) {
        return 4 * header.cells() + 2 * cell(view, row) * header.visualWidth();
    }

    private int audioAt(int view, int row) {
        int visual = 2 * header.visualWidth();
        return (4 + visual) * header.cells() + 2 * cell(view, row) * header.audioWidth();
    }

    private int cell(int view, int row) {
        if (view < 0 || view >= header.views().size() || row < 0 || row >= header.rows()) {
            throw new IndexOutOfBoundsException("view " + view + ", row " + row + " of " + header);
        }
        return view * header.rows() + row;
    }
}
