package io.roomwise.trainer.dataset;

import io.roomwise.inference.clip.ClipEncoder;
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
 * The people of one clip as an encoder that learns is given them, cut out once. A file that is mapped into memory, with
 * holes where nobody is:
 *
 * <pre>
 *  header | uint8 visible [N, L, P] | float16 geometry [N, L, P, G] | uint8 pixels [N, L, P, 3, S, S]
 * </pre>
 */
public final class ClipCrops {
    private final Header header;
    private final ByteBuffer data;

    /**
     * What is in it.
     *
     * @param madeBy checksum of the film and of all that found and cut; with another one they are cut anew
     * @param views numbers of the views, in the order of N
     * @param rows L, rows of the grid
     * @param persons P
     * @param side S, in pixels
     */
    public record Header(String clip, String madeBy, List<Integer> views, int rows, int persons, int side) {
        private int cells() {
            return views.size() * rows * persons;
        }

        private int pixels() {
            return 3 * side * side;
        }

        private long size() {
            return cells() * (1L + 2 * ClipEncoder.GEOMETRY + pixels());
        }
    }

    private ClipCrops(Header header, ByteBuffer data) {
        this.header = header;
        this.data = data.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Nobody, to be filled.
     *
     * @throws DatasetException if the clip is too long for that
     */
    public static ClipCrops empty(Header header) throws DatasetException {
        if (header.size() > Integer.MAX_VALUE) {
            throw new DatasetException(header.clip() + ": pictures of people take " + (header.size() >> 20)
                    + " MiB; an encoder can learn from at most " + (Integer.MAX_VALUE >> 20) + " of a clip");
        }
        return new ClipCrops(header, ByteBuffer.allocate((int) header.size()));
    }

    /** What was made before by the same, if it was. */
    public static Optional<ClipCrops> open(Path file, String madeBy) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        MappedFile<Header> mapped = MappedFile.open(file, Header.class);
        Header header = mapped.header();
        return header.madeBy().equals(madeBy) && mapped.data().capacity() == header.size()
                ? Optional.of(new ClipCrops(header, mapped.data()))
                : Optional.empty();
    }

    public void save(Path file) throws IOException {
        new MappedFile<>(header, data).save(file);
    }

    public Header header() {
        return header;
    }

    public boolean isVisible(int view, int row, int person) {
        return data.get(cell(view, row, person)) != 0;
    }

    /** Appends uint8 [3, S, S]. */
    public void pixels(int view, int row, int person, ByteBuffer out) {
        out.put(data.slice(pixelsAt(cell(view, row, person)), header.pixels()));
    }

    /** Appends the G numbers of {@link ClipEncoder#crop}. */
    public void geometry(int view, int row, int person, FloatBuffer out) {
        int at = geometryAt(cell(view, row, person));
        for (int i = 0; i < ClipEncoder.GEOMETRY; i++) {
            out.put(HalfFloat.toFloat(data.getShort(at + 2 * i)));
        }
    }

    /**
     * Somebody who is visible.
     *
     * @param pixels uint8 [3, S, S]
     * @param geometry G numbers
     */
    public void put(int view, int row, int person, ByteBuffer pixels, FloatBuffer geometry) {
        int cell = cell(view, row, person);
        data.put(cell, (byte) 1);
        data.put(pixelsAt(cell), pixels, pixels.position(), header.pixels());
        for (int i = 0; i < ClipEncoder.GEOMETRY; i++) {
            data.putShort(geometryAt(cell) + 2 * i, HalfFloat.of(geometry.get(i)));
        }
    }

    private int geometryAt(int cell) {
        return header.cells() + 2 * ClipEncoder.GEOMETRY * cell;
    }

    private int pixelsAt(int cell) {
        return header.cells() * (1 + 2 * ClipEncoder.GEOMETRY) + cell * header.pixels();
    }

    private int cell(int view, int row, int person) {
        if (view < 0
                || view >= header.views().size()
                || row < 0
                || row >= header.rows()
                || person < 0
                || person >= header.persons()) {
            throw new IndexOutOfBoundsException(
                    "view " + view + ", row " + row + ", person " + person + " of " + header);
        }
        return (view * header.rows() + row) * header.persons() + person;
    }
}
