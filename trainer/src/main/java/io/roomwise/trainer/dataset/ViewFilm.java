package io.roomwise.trainer.dataset;

import io.roomwise.capture.FrameSink;
import io.roomwise.capture.MediaFile;
import io.roomwise.capture.MediaRole;
import io.roomwise.capture.Picture;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * One view of a clip on the grid. Every {@code interval}-th picture is one of the grid; the sound is cut into as many
 * equal, consecutive pieces as there are, so that each begins with its picture.
 */
public final class ViewFilm {
    private final int pictures;
    private final ShortBuffer samples;
    private final long damaged;

    private ViewFilm(int pictures, ShortBuffer samples, long damaged) {
        this.pictures = pictures;
        this.samples = samples;
        this.damaged = damaged;
    }

    /** Number of pictures on the grid. */
    public int pictures() {
        return pictures;
    }

    /** Mono at {@link FrameSink#SAMPLE_RATE_HZ}; none where there is no sound. */
    public ShortBuffer samples() {
        return samples.duplicate();
    }

    /** Packets and pictures that could not be decoded. */
    public long damaged() {
        return damaged;
    }

    /** Takes the pictures of the grid. */
    @FunctionalInterface
    public interface PictureListener {
        /** @param picture valid only during the call */
        void onPicture(int row, Picture picture);
    }

    /**
     * Reads a video.
     *
     * @throws DatasetException naming the video, if it cannot be read or does not tell its rate
     */
    public static ViewFilm read(Path video, FrameGrid grid, PictureListener listener) throws IOException {
        return read(video, EnumSet.allOf(MediaRole.class), grid, listener);
    }

    /** Reads the sound of a file alone. */
    public static ShortBuffer sound(Path file) throws IOException {
        return read(file, EnumSet.of(MediaRole.AUDIO), new FrameGrid(1), (row, picture) -> {})
                .samples();
    }

    private static ViewFilm read(Path file, Set<MediaRole> roles, FrameGrid grid, PictureListener listener)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(file + ": no such file");
        }
        Reel reel = new Reel(listener);
        try (MediaFile film = new MediaFile(file, roles, reel)) {
            if (film.has(MediaRole.VIDEO)) {
                if (film.framesPerSecond() <= 0) {
                    throw new DatasetException(file + ": does not tell its frames per second");
                }
                reel.interval = grid.interval(film.framesPerSecond());
            }
            film.read();
            return new ViewFilm(reel.rows, reel.samples(), film.decodeErrors());
        } catch (DatasetException e) {
            throw e;
        } catch (IOException e) {
            throw new DatasetException(file + ": " + e.getMessage());
        }
    }

    /** Samples of each piece of sound. */
    public int pieceLength() {
        return pictures == 0 ? 0 : samples.remaining() / pictures;
    }

    private static final class Reel implements MediaFile.Listener {
        private final PictureListener listener;
        private int interval = 1;
        private long pictures;
        private int rows;
        private short[] sound = new short[60 * FrameSink.SAMPLE_RATE_HZ];
        private int heard;

        Reel(PictureListener listener) {
            this.listener = listener;
        }

        @Override
        public void onPicture(Picture picture) {
            if (pictures++ % interval == 0) {
                listener.onPicture(rows++, picture);
            }
        }

        @Override
        public void onSound(ShortBuffer samples) {
            int count = samples.remaining();
            if (heard + count > sound.length) {
                sound = Arrays.copyOf(sound, Math.max(2 * sound.length, heard + count));
            }
            samples.get(sound, heard, count);
            heard += count;
        }

        ShortBuffer samples() {
            return ShortBuffer.wrap(sound, 0, heard).slice().asReadOnlyBuffer();
        }
    }
}
