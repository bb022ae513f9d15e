package io.roomwise.trainer.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.roomwise.capture.FrameSink;
import io.roomwise.capture.Picture;
import io.roomwise.inference.PersonBox;
import io.roomwise.inference.PersonMask;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.clip.LogMel;
import io.roomwise.inference.clip.PersonRegion;
import io.roomwise.inference.clip.PersonTracks;
import io.roomwise.inference.model.Student;
import io.roomwise.trainer.loop.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What encoders that do not learn make of the clips of a data set, computed once:
 *
 * <pre>
 *  picture ─ PersonFinder ─ PersonTracks ─ crops ─ encoder ─ maximum over people, anybody ── visual [V]
 *                  └─ mean confidence ────────────────────────────────────────────────────── people
 *  sound ─ LogMel ─ 38 rows of 128 bands ─────────────────────────────────────────────────── audio [A]
 * </pre>
 *
 * Owned by one thread, except {@link #all}.
 */
public final class ClipPerception implements Workers.Worker<ClipFeatures> {
    private static final Logger LOG = LoggerFactory.getLogger(ClipPerception.class);

    /** To be raised with any change of what is computed. */
    private static final int VERSION = 1;

    /** Frames of the spectrogram in 0.4 s. */
    private static final int SOUND_ROWS = 38;

    private static final int CROPS = 64;
    /** Slots whose sound is computed at once. */
    private static final int PIECES = 64;

    private final Job job;
    private final PersonFinder finder;
    private final ClipEncoder clips;
    private final LogMel logMel = new LogMel(DataType.FLOAT32);
    private final ByteBuffer pixelBytes;
    private final FloatBuffer pixels;
    private final FloatBuffer geometry = FloatBuffer.allocate(CROPS * ClipEncoder.GEOMETRY);
    private final int[] cropRow = new int[CROPS];
    private int crops;

    /**
     * What to do with which encoders.
     *
     * @param folder of the results
     * @param input of the encoder's crops
     * @param madeBy names the detector and the encoder by their contents
     */
    public record Job(
            List<MultiViewClip> clips, Path folder, FrameGrid grid, InputSpec input, Student encoder, String madeBy) {
        /** V: the encoder's feature, and whether anybody is there. */
        public int visualWidth() {
            return encoder.spec().crops().width() + 1;
        }

        /** A. */
        public static int audioWidth() {
            return SOUND_ROWS * LogMel.BANDS;
        }
    }

    private ClipPerception(Job job, PersonFinder finder) {
        this.job = job;
        this.finder = finder;
        clips = new ClipEncoder(job.input());
        int side = job.input().pictureSize();
        pixelBytes =
                ByteBuffer.allocateDirect(CROPS * 3 * side * side * Float.BYTES).order(ByteOrder.nativeOrder());
        pixels = pixelBytes.asFloatBuffer();
        JniUtils.setGradMode(false); // a property of the thread
    }

    /**
     * Of all clips, in their order; what was made before by the same is taken as it is.
     *
     * @param finders asked on each of the threads that work
     * @throws DatasetException if a video cannot be used
     */
    public static List<ClipFeatures> all(Job job, Supplier<PersonFinder> finders, TrainingListener listener)
            throws IOException {
        Files.createDirectories(job.folder());
        return Workers.map(
                "perceiving clips", job.clips().size(), () -> new ClipPerception(job, finders.get()), listener);
    }

    @Override
    public ClipFeatures make(int index) throws IOException {
        MultiViewClip clip = job.clips().get(index);
        Path file = job.folder().resolve(clip.id().replaceAll("[^A-Za-z0-9-]", "_") + ".features");
        String madeBy = madeBy(clip);
        Optional<ClipFeatures> made = Optional.empty();
        try {
            made = ClipFeatures.open(file, madeBy);
        } catch (UncheckedIOException e) {
            LOG.warn("{}; computed anew", e.getMessage());
        }
        if (made.isEmpty()) {
            perceive(clip, madeBy).save(file);
            made = ClipFeatures.open(file, madeBy);
        }
        return made.orElseThrow(() -> new IOException(file + ": changes while it is read"));
    }

    /** A video is known by its size and by when it was changed. */
    private String madeBy(MultiViewClip clip) throws IOException {
        StringBuilder all = new StringBuilder(job.madeBy() + " " + VERSION + " " + job.grid());
        for (Map.Entry<Integer, Path> video : clip.videos().entrySet()) {
            Path file = video.getValue();
            if (!Files.isRegularFile(file)) {
                throw new DatasetException(file + ": no such file");
            }
            all.append(' ').append(video.getKey()).append(':').append(Files.size(file));
            all.append('@').append(Files.getLastModifiedTime(file).toMillis());
        }
        CRC32C sum = new CRC32C();
        sum.update(all.toString().getBytes(StandardCharsets.UTF_8));
        return job.madeBy() + "-" + Long.toHexString(sum.getValue());
    }

    private record View(int number, List<float[]> visual, List<Float> people, ViewFilm film) {}

    private ClipFeatures perceive(MultiViewClip clip, String madeBy) throws IOException {
        List<View> views = new ArrayList<>();
        for (Map.Entry<Integer, Path> video : clip.videos().entrySet()) {
            views.add(see(video.getKey(), video.getValue()));
        }
        int rows = views.stream().mapToInt(view -> view.film().pictures()).min().orElseThrow();
        int most = views.stream().mapToInt(view -> view.film().pictures()).max().orElseThrow();
        if (rows == 0) {
            throw new DatasetException(clip.id() + ": a view has no picture");
        }
        if (most - rows > job.grid().framesPerSecond()) {
            LOG.warn("{}: views of {} to {} slots; what the shortest lacks is left out", clip.id(), rows, most);
        }
        ClipFeatures features = ClipFeatures.empty(new ClipFeatures.Header(
                clip.id(),
                madeBy,
                views.stream().map(View::number).toList(),
                rows,
                job.visualWidth(),
                Job.audioWidth()));
        for (int view = 0; view < views.size(); view++) {
            for (int row = 0; row < rows; row++) {
                features.putPeople(view, row, views.get(view).people().get(row));
                features.putVisual(
                        view, row, FloatBuffer.wrap(views.get(view).visual().get(row)));
            }
            hear(views.get(view).film(), view, rows, features);
        }
        return features;
    }

    private View see(int number, Path video) throws IOException {
        List<float[]> visual = new ArrayList<>();
        List<Float> people = new ArrayList<>();
        PersonTracks tracks = new PersonTracks(job.input().persons());
        crops = 0;
        pixels.clear();
        geometry.clear();
        ViewFilm film = ViewFilm.read(video, job.grid(), (row, picture) -> {
            PersonMask mask = finder.find(picture, List.of());
            people.add((float) mask.persons().stream()
                    .mapToDouble(PersonBox::confidence)
                    .average()
                    .orElse(0));
            visual.add(new float[job.visualWidth()]);
            for (PersonRegion region : tracks.follow(mask.regions(), mask.faintRegions())) {
                if (region.persons() > 0) {
                    crop(picture, region, row, visual);
                }
            }
        });
        encode(visual);
        if (film.damaged() > 0) {
            LOG.warn("{}: {} packets or pictures are damaged", video, film.damaged());
        }
        if (film.pieceLength() == 0) {
            LOG.warn("{}: no sound; taken for silence", video);
        }
        return new View(number, visual, people, film);
    }

    private void crop(Picture picture, PersonRegion region, int row, List<float[]> visual) {
        if (crops == CROPS) {
            encode(visual);
        }
        clips.encode(picture, region, pixels, geometry);
        cropRow[crops++] = row;
    }

    /** The largest over the people of a row. */
    private void encode(List<float[]> visual) {
        int width = job.visualWidth() - 1;
        int side = job.input().pictureSize();
        if (crops > 0) {
            try (NDManager scope = NDManager.newBaseManager()) {
                Shape shape = new Shape(crops, 3, side, side);
                NDArray pictures = scope.create(
                        pixelBytes
                                .slice(0, Math.toIntExact(shape.size() * Float.BYTES))
                                .order(ByteOrder.nativeOrder()),
                        shape,
                        DataType.FLOAT32);
                NDArray places = scope.create(geometry.flip(), new Shape(crops, ClipEncoder.GEOMETRY));
                float[] values = job.encoder().encode(pictures, places, false).toFloatArray();
                for (int i = 0; i < crops; i++) {
                    float[] row = visual.get(cropRow[i]);
                    boolean first = row[width] == 0;
                    for (int j = 0; j < width; j++) {
                        float value = values[i * width + j];
                        row[j] = first ? value : Math.max(row[j], value);
                    }
                    row[width] = 1;
                }
            }
        }
        crops = 0;
        pixels.clear();
        geometry.clear();
    }

    private void hear(ViewFilm film, int view, int rows, ClipFeatures features) {
        int piece = film.pieceLength();
        ShortBuffer samples = film.samples();
        if (piece < FrameSink.SAMPLE_RATE_HZ / 40) {
            piece = FrameSink.SAMPLE_RATE_HZ / 40;
            samples = ShortBuffer.allocate(piece * rows);
        }
        for (int first = 0; first < rows; first += PIECES) {
            int count = Math.min(PIECES, rows - first);
            float[] sound = new float[count * piece];
            for (int i = 0; i < sound.length; i++) {
                sound[i] = samples.get(first * piece + i) / 32768f;
            }
            try (NDManager scope = NDManager.newBaseManager()) {
                NDArray energies = logMel.of(scope.create(sound, new Shape(count, piece)));
                FloatBuffer values =
                        FloatBuffer.wrap(LogMel.normalize(energies, SOUND_ROWS).toFloatArray());
                for (int i = 0; i < count; i++) {
                    features.putAudio(view, first + i, values);
                }
            }
        }
    }

    @Override
    public void close() {
        logMel.close();
        finder.close();
    }
}
