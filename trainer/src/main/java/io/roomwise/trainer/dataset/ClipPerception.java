package io.roomwise.trainer.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.roomwise.capture.Picture;
import io.roomwise.inference.PersonBox;
import io.roomwise.inference.PersonMask;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.inference.clip.InputSpec;
import io.roomwise.inference.clip.LogMel;
import io.roomwise.inference.clip.PersonRegion;
import io.roomwise.inference.clip.PersonTracks;
import io.roomwise.inference.model.CropEncoder;
import io.roomwise.inference.model.PerceptionSpec;
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
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What encoders that do not learn make of the clips of a data set, and what one that learns is given; computed once:
 *
 * <pre>
 *  picture ─ PersonFinder ─ PersonTracks ─ crops ─ encoder ─ maximum over people, anybody ── visual [V]
 *                  │                         └────────────────────────────────────────────── ClipCrops
 *                  └─ mean confidence ────────────────────────────────────────────────────── people
 *  sound ─ SoundEncoder ──────────────────────────────────────────────────────────────────── audio [A]
 * </pre>
 *
 * Owned by one thread, except {@link #all}.
 */
public final class ClipPerception implements Workers.Worker<LabelledClip> {
    private static final Logger LOG = LoggerFactory.getLogger(ClipPerception.class);

    /** To be raised with any change of what is computed. */
    private static final int VERSION = 1;

    private static final int CROPS = 64;
    /** Slots whose sound is computed at once. */
    private static final int PIECES = 64;

    private final Job job;
    private final PersonFinder finder;
    /** V: the encoder's feature, and whether anybody is there. */
    private final int width;

    private final ClipEncoder clips;
    private final SoundEncoder sounds;
    private final ByteBuffer pixelBytes;
    private final FloatBuffer pixels;
    private final FloatBuffer geometry = FloatBuffer.allocate(CROPS * ClipEncoder.GEOMETRY);
    private final int[] cropRow = new int[CROPS];
    private int crops;

    /**
     * Encoders that do not learn.
     *
     * @param pictures of people's crops
     * @param input of those crops
     * @param sounds asked on each of the threads that work
     * @param finders asked on each of the threads that work
     * @param name of all of them, by their contents
     */
    public record Encoders(
            CropEncoder pictures,
            InputSpec input,
            Supplier<SoundEncoder> sounds,
            Supplier<PersonFinder> finders,
            String name) {
        /** What a teacher is given. */
        public PerceptionSpec perception() {
            try (SoundEncoder sound = sounds.get()) {
                return new PerceptionSpec(pictures.spec().width() + 1, sound.hearing(), sound.width());
            }
        }
    }

    /**
     * What to do.
     *
     * @param folder of the results
     * @param crops whether people's pictures are kept for an encoder that learns
     */
    public record Job(List<MultiViewClip> clips, Path folder, FrameGrid grid, Encoders encoders, boolean crops) {}

    private ClipPerception(Job job) {
        this.job = job;
        finder = job.encoders().finders().get();
        sounds = job.encoders().sounds().get();
        width = job.encoders().pictures().spec().width() + 1;
        clips = new ClipEncoder(job.encoders().input());
        int side = job.encoders().input().pictureSize();
        pixelBytes =
                ByteBuffer.allocateDirect(CROPS * 3 * side * side * Float.BYTES).order(ByteOrder.nativeOrder());
        pixels = pixelBytes.asFloatBuffer();
        JniUtils.setGradMode(false); // a property of the thread
    }

    /**
     * Of all clips, in their order; what was made before by the same is taken as it is.
     *
     * @throws DatasetException if a video cannot be used
     */
    public static List<LabelledClip> all(Job job, TrainingListener listener) throws IOException {
        Files.createDirectories(job.folder());
        return Workers.map("perceiving clips", job.clips().size(), () -> new ClipPerception(job), listener);
    }

    @Override
    public LabelledClip make(int index) throws IOException {
        MultiViewClip clip = job.clips().get(index);
        String madeBy = madeBy(clip);
        Optional<LabelledClip> made = made(clip, madeBy);
        if (made.isEmpty()) {
            perceive(clip, madeBy);
            made = made(clip, madeBy);
        }
        return made.orElseThrow(() -> new IOException(file(clip, ".features") + ": changes while it is read"));
    }

    /** What was made before. */
    private Optional<LabelledClip> made(MultiViewClip clip, String madeBy) {
        try {
            Optional<ClipFeatures> features = ClipFeatures.open(file(clip, ".features"), madeBy);
            Optional<ClipCrops> crops = job.crops() ? ClipCrops.open(file(clip, ".crops"), madeBy) : Optional.empty();
            return features.isPresent() && crops.isPresent() == job.crops()
                    ? Optional.of(new LabelledClip(clip, features.get(), crops, List.of()))
                    : Optional.empty();
        } catch (UncheckedIOException e) {
            LOG.warn("{}; computed anew", e.getMessage());
            return Optional.empty();
        }
    }

    private Path file(MultiViewClip clip, String kind) {
        return job.folder().resolve(clip.id().replaceAll("[^A-Za-z0-9-]", "_") + kind);
    }

    /** A file is known by its size and by when it was changed. */
    private String madeBy(MultiViewClip clip) throws IOException {
        StringBuilder all = new StringBuilder(job.encoders().name() + " " + VERSION + " " + job.grid());
        for (SortedMap<Integer, Path> sensors : List.of(clip.videos(), clip.sounds())) {
            for (Map.Entry<Integer, Path> sensor : sensors.entrySet()) {
                Path file = sensor.getValue();
                if (!Files.isRegularFile(file)) {
                    throw new DatasetException(file + ": no such file");
                }
                all.append(' ').append(sensor.getKey()).append(':').append(Files.size(file));
                all.append('@').append(Files.getLastModifiedTime(file).toMillis());
            }
        }
        CRC32C sum = new CRC32C();
        sum.update(all.toString().getBytes(StandardCharsets.UTF_8));
        return job.encoders().name() + "-" + Long.toHexString(sum.getValue());
    }

    /** Somebody's picture and where it was. */
    private record Cut(ByteBuffer pixels, FloatBuffer geometry) {}

    /** @param sound in as many equal pieces as there are pictures */
    private record View(int number, List<float[]> visual, List<Float> people, List<List<Cut>> cuts, ShortBuffer sound) {
        int rows() {
            return people.size();
        }

        int pieceLength() {
            return people.isEmpty() ? 0 : sound.remaining() / people.size();
        }
    }

    private void perceive(MultiViewClip clip, String madeBy) throws IOException {
        List<View> views = new ArrayList<>();
        Optional<ShortBuffer> mix = mix(clip.sounds());
        for (Map.Entry<Integer, Path> video : clip.videos().entrySet()) {
            views.add(see(video.getKey(), video.getValue(), mix));
        }
        int rows = views.stream().mapToInt(View::rows).min().orElseThrow();
        int most = views.stream().mapToInt(View::rows).max().orElseThrow();
        if (rows == 0) {
            throw new DatasetException(clip.id() + ": a view has no picture");
        }
        if (most - rows > job.grid().framesPerSecond()) {
            LOG.warn("{}: views of {} to {} slots; what the shortest lacks is left out", clip.id(), rows, most);
        }
        List<Integer> numbers = views.stream().map(View::number).toList();
        if (job.crops()) {
            keep(
                            views,
                            new ClipCrops.Header(
                                    clip.id(),
                                    madeBy,
                                    numbers,
                                    rows,
                                    job.encoders().input().persons(),
                                    job.encoders().input().pictureSize()))
                    .save(file(clip, ".crops"));
        }
        ClipFeatures features =
                ClipFeatures.empty(new ClipFeatures.Header(clip.id(), madeBy, numbers, rows, width, sounds.width()));
        for (int view = 0; view < views.size(); view++) {
            for (int row = 0; row < rows; row++) {
                features.putPeople(view, row, views.get(view).people().get(row));
                features.putVisual(
                        view, row, FloatBuffer.wrap(views.get(view).visual().get(row)));
            }
            hear(views.get(view), view, rows, features);
        }
        features.save(file(clip, ".features"));
    }

    private static ClipCrops keep(List<View> views, ClipCrops.Header header) throws DatasetException {
        ClipCrops crops = ClipCrops.empty(header);
        for (int view = 0; view < views.size(); view++) {
            for (int row = 0; row < header.rows(); row++) {
                List<Cut> cuts = views.get(view).cuts().get(row);
                for (int person = 0; person < cuts.size(); person++) {
                    Cut cut = cuts.get(person);
                    crops.put(view, row, person, cut.pixels(), cut.geometry());
                }
            }
        }
        return crops;
    }

    private View see(int number, Path video, Optional<ShortBuffer> mix) throws IOException {
        List<float[]> visual = new ArrayList<>();
        List<Float> people = new ArrayList<>();
        List<List<Cut>> cuts = new ArrayList<>();
        PersonTracks tracks = new PersonTracks(job.encoders().input().persons());
        crops = 0;
        pixels.clear();
        geometry.clear();
        ViewFilm film = ViewFilm.read(video, job.grid(), (row, picture) -> {
            PersonMask mask = finder.find(picture, List.of());
            people.add((float) mask.persons().stream()
                    .mapToDouble(PersonBox::confidence)
                    .average()
                    .orElse(0));
            visual.add(new float[width]);
            cuts.add(new ArrayList<>());
            for (PersonRegion region : tracks.follow(mask.regions(), mask.faintRegions())) {
                if (region.persons() > 0) {
                    Cut cut = cut(picture, region);
                    if (job.crops()) {
                        cuts.get(row).add(cut);
                    }
                    add(cut, row, visual);
                }
            }
        });
        encode(visual);
        if (film.damaged() > 0) {
            LOG.warn("{}: {} packets or pictures are damaged", video, film.damaged());
        }
        View view = new View(number, visual, people, cuts, mix.orElseGet(film::samples));
        if (view.pieceLength() == 0) {
            LOG.warn("{}: no sound; taken for silence", video);
        }
        return view;
    }

    /** Microphones that belong to no view are heard by all of them, as their mean. */
    private static Optional<ShortBuffer> mix(SortedMap<Integer, Path> microphones) throws IOException {
        List<ShortBuffer> tracks = new ArrayList<>();
        for (Path file : microphones.values()) {
            tracks.add(ViewFilm.sound(file));
        }
        if (tracks.isEmpty()) {
            return Optional.empty();
        }
        int length = tracks.stream().mapToInt(ShortBuffer::remaining).min().orElseThrow();
        ShortBuffer mean = ShortBuffer.allocate(length);
        for (int i = 0; i < length; i++) {
            int sum = 0;
            for (ShortBuffer track : tracks) {
                sum += track.get(i);
            }
            mean.put(i, (short) Math.round((double) sum / tracks.size()));
        }
        return Optional.of(mean);
    }

    private Cut cut(Picture picture, PersonRegion region) {
        int side = job.encoders().input().pictureSize();
        Cut cut = new Cut(ByteBuffer.allocate(3 * side * side), FloatBuffer.allocate(ClipEncoder.GEOMETRY));
        clips.crop(picture, region, cut.pixels(), cut.geometry());
        return new Cut(cut.pixels().flip(), cut.geometry().flip());
    }

    private void add(Cut cut, int row, List<float[]> visual) {
        if (crops == CROPS) {
            encode(visual);
        }
        ClipEncoder.normalize(cut.pixels().duplicate(), pixels);
        geometry.put(cut.geometry().duplicate());
        cropRow[crops++] = row;
    }

    /** The largest over the people of a row. */
    private void encode(List<float[]> visual) {
        int anybody = width - 1;
        int side = job.encoders().input().pictureSize();
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
                float[] values = job.encoders()
                        .pictures()
                        .forward(pictures, places, false)
                        .toFloatArray();
                for (int i = 0; i < crops; i++) {
                    float[] row = visual.get(cropRow[i]);
                    boolean first = row[anybody] == 0;
                    for (int j = 0; j < anybody; j++) {
                        float value = values[i * anybody + j];
                        row[j] = first ? value : Math.max(row[j], value);
                    }
                    row[anybody] = 1;
                }
            }
        }
        crops = 0;
        pixels.clear();
        geometry.clear();
    }

    private void hear(View seen, int view, int rows, ClipFeatures features) {
        // what has less than a frame of sound in a slot is taken for silence
        boolean silent = seen.pieceLength() < LogMel.samples(1);
        int piece = silent ? LogMel.samples(1) : seen.pieceLength();
        float[] sound = new float[piece * rows];
        if (!silent) {
            for (int i = 0; i < sound.length; i++) {
                sound[i] = seen.sound().get(i) / 32768f;
            }
        }
        for (int first = 0; first < rows; first += PIECES) {
            int count = Math.min(PIECES, rows - first);
            FloatBuffer values = FloatBuffer.wrap(sounds.encode(sound, piece, first, count));
            for (int i = 0; i < count; i++) {
                features.putAudio(view, first + i, values);
            }
        }
    }

    @Override
    public void close() {
        sounds.close();
        finder.close();
    }
}
