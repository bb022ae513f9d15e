package io.roomwise.trainer;

import io.roomwise.inference.BundleException;
import io.roomwise.inference.ModelBundle;
import io.roomwise.inference.model.CropEncoder;
import io.roomwise.trainer.dataset.ClipPerception;
import io.roomwise.trainer.dataset.DatasetException;
import io.roomwise.trainer.dataset.FrozenSoundEncoder;
import io.roomwise.trainer.dataset.HomeData;
import io.roomwise.trainer.dataset.MultiSensorHome;
import io.roomwise.trainer.loop.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The jobs for a home of one's own, each on the calling thread and each going on where a killed run of the same settings left off. */
public final class HomeTrainer {
    private final Trainer.Settings settings;
    private final TrainingListener listener;

    /**
     * What distillation learns from.
     *
     * @param data in the layout of MultiSensor-Home
     * @param encoder a student bundle whose encoder of people's crops is used as it is, and how many people it looks at
     * @param frozen encoders in place of that, and of the one that a teacher learns for sound
     * @param teacher a teacher of the same home, from an earlier run
     * @param masks when views see people ({@link io.roomwise.trainer.dataset.MaskFile}), in place of what the detector finds
     */
    public record Lessons(
            Path data,
            Path detector,
            Path encoder,
            FrozenEncoders frozen,
            Optional<Path> teacher,
            Optional<Path> masks) {
        Lessons with(Optional<Path> other) {
            return new Lessons(data, detector, encoder, frozen, other, masks);
        }
    }

    public HomeTrainer(Trainer.Settings settings, TrainingListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Distils a student for one home.
     *
     * @return figures on the test list, by name
     * @throws DatasetException with all that is wrong with the data
     */
    public Map<String, Object> distill(Lessons lessons, DistillationChoices choices) throws IOException {
        HomeData home = HomeData.read(lessons.data(), MultiSensorHome.Labels.ALL);
        return encoded(lessons, encoders -> distill(lessons, choices, home, encoders, settings.out(), settings.seed()));
    }

    /**
     * Distils many students for one home and writes what they come to into a CSV file.
     *
     * @param machine in words, for the file
     * @return the file
     * @throws DatasetException with all that is wrong with the data
     */
    public Path compare(Lessons lessons, DistillationChoices base, MethodTable.Rows rows, String machine)
            throws IOException {
        HomeData home = HomeData.read(lessons.data(), MultiSensorHome.Labels.ALL);
        MethodTable table = new MethodTable(
                settings.out(),
                rows,
                new MethodTable.Provenance(machine, new TreeMap<>(settings.versions()).toString(), settings.command()));
        return encoded(lessons, encoders -> {
            table.run(
                    base,
                    (out, seed, choices, teacher) ->
                            distill(lessons.with(teacher), choices, home, encoders, out, seed));
            return table.csv();
        });
    }

    /**
     * What a student that was distilled says about clips of its home: those of the test list, or all where there is none.
     *
     * @return figures by name
     * @throws BundleException if it does not fit these clips
     * @throws DatasetException with all that is wrong with the data
     */
    public Map<String, Object> evaluate(Path student, Path detector, Path data) throws IOException {
        HomeData home = HomeData.read(data, MultiSensorHome.Labels.ALL);
        try (ModelBundle bundle = ModelBundle.open(student)) {
            ClipPerception.Encoders encoders = new ClipPerception.Encoders(
                    bundle.network().encoder(),
                    bundle.manifest().input(),
                    FrozenEncoders.NONE::openSounds,
                    () -> Detection.by(detector),
                    ContentName.of("detector", detector) + ContentName.of(" student", student));
            return Distillation.evaluate(
                    student,
                    bundle,
                    home,
                    new ClipPerception.Job(
                            home.test().isEmpty() ? home.training() : home.test(),
                            settings.out().resolve("features"),
                            home.grid(),
                            encoders,
                            false),
                    listener);
        }
    }

    @FunctionalInterface
    private interface Encoded<T> {
        T run(ClipPerception.Encoders encoders) throws IOException;
    }

    private static <T> T encoded(Lessons lessons, Encoded<T> work) throws IOException {
        FrozenEncoders frozen = lessons.frozen();
        try (ModelBundle bundle = ModelBundle.open(lessons.encoder())) {
            Optional<CropEncoder> pictures = frozen.openPictures();
            try {
                CropEncoder crops =
                        pictures.isPresent() ? pictures.get() : bundle.network().encoder();
                return work.run(new ClipPerception.Encoders(
                        crops,
                        bundle.manifest().input().withPictureSize(crops.spec().pictureSize()),
                        frozen::openSounds,
                        () -> Detection.by(lessons.detector()),
                        name(lessons)));
            } finally {
                pictures.ifPresent(CropEncoder::close);
            }
        }
    }

    /** Changes with the content of all that encodes, and with how it is used. */
    private static String name(Lessons lessons) throws IOException {
        String name = ContentName.of("detector", lessons.detector());
        Optional<FrozenEncoders.Pictures> pictures = lessons.frozen().pictures();
        name += pictures.isPresent()
                ? ContentName.of(" pictures", pictures.get().file()) + hash(pictures.get())
                : ContentName.of(" student", lessons.encoder());
        Optional<FrozenSoundEncoder.Declaration> sounds = lessons.frozen().sounds();
        return sounds.isPresent()
                ? name + ContentName.of(" sounds", sounds.get().file()) + hash(sounds.get())
                : name;
    }

    private static String hash(Record choices) {
        return "-" + Integer.toHexString(choices.toString().hashCode());
    }

    private Map<String, Object> distill(
            Lessons lessons,
            DistillationChoices choices,
            HomeData home,
            ClipPerception.Encoders encoders,
            Path out,
            long seed)
            throws IOException {
        return new Distillation(out, seed, choices, listener)
                .run(
                        home,
                        encoders,
                        new Distillation.Given(
                                lessons.teacher(),
                                lessons.masks(),
                                settings.out().resolve("features"),
                                settings.out().resolve("taught")),
                        settings.provenance(
                                home.training().size() + " clips of a home, encoded by " + encoders.name()));
    }
}
