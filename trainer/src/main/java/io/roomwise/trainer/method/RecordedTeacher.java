package io.roomwise.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.model.Backbone.Recognition;
import io.roomwise.inference.model.MultiViewNetwork;
import io.roomwise.inference.model.MultiViewSpec;
import io.roomwise.inference.model.PerceivingNetwork;
import io.roomwise.inference.model.Safetensors;
import io.roomwise.trainer.dataset.ClipBatch;
import io.roomwise.trainer.dataset.ClipSampler;
import io.roomwise.trainer.dataset.HomeClips;
import io.roomwise.trainer.dataset.LabelledClip;
import io.roomwise.trainer.dataset.TaughtClip;
import io.roomwise.trainer.loop.TrainingListener;
import io.roomwise.trainer.loop.TrainingStoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has seen and heard all windows before: with a few variants of each clip, a teacher need not look at them in each epoch, and
 * a batch need not hold their sound.
 *
 * <pre>
 *  a window: F^V, F^A, F^attn, F^AV [N, T, D] each, frames' logits [T, C]
 * </pre>
 */
public final class RecordedTeacher implements Teacher {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedTeacher.class);
    private static final String JOB = "teaching clips";
    /** F^V, F^A, F^attn, F^AV. */
    private static final int FEATURES = 4;

    private final MultiViewSpec spec;
    private final int views;
    private final Map<String, TaughtClip> clips = new HashMap<>();

    private RecordedTeacher(MultiViewSpec spec, int views) {
        this.spec = spec;
        this.views = views;
    }

    /**
     * Lets a teacher see what a sampler draws; what it said of a clip before is taken as it is.
     *
     * @param folder of what is kept, of any number of teachers
     * @throws TrainingStoppedException if the listener asked for it; what was done is kept
     */
    public static RecordedTeacher of(
            PerceivingNetwork network, HomeClips home, ClipSampler sampler, Path folder, TrainingListener listener)
            throws IOException {
        RecordedTeacher teacher =
                new RecordedTeacher(network.spec(), home.views().size());
        FrozenTeacher frozen = new FrozenTeacher(network);
        ClipBatch batch = home.batch(sampler.variants(), network.spec().frames(), true);
        String who = sum(network) + " " + sampler.drawn();
        Path own = Files.createDirectories(folder.resolve(Integer.toHexString(who.hashCode())));
        List<LabelledClip> learned = home.learned();
        for (int i = 0; i < learned.size(); i++) {
            if (listener.isStopped()) {
                throw new TrainingStoppedException(JOB, i, learned.size());
            }
            teacher.add(frozen, learned.get(i), sampler, batch, own, who);
            listener.onProgress(JOB, i + 1L, learned.size(), Map.of());
        }
        return teacher;
    }

    /** Of all weights. */
    private static String sum(PerceivingNetwork network) {
        CRC32C sum = new CRC32C();
        for (Map.Entry<String, Safetensors.Tensor> tensor :
                new TreeMap<>(network.weights().tensors()).entrySet()) {
            sum.update(tensor.getKey().getBytes(StandardCharsets.UTF_8));
            FloatBuffer values = tensor.getValue().values().duplicate();
            while (values.hasRemaining()) {
                int bits = Float.floatToRawIntBits(values.get());
                sum.update(new byte[] {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)});
            }
        }
        return network.spec() + " " + Long.toHexString(sum.getValue());
    }

    private void add(
            FrozenTeacher teacher, LabelledClip clip, ClipSampler sampler, ClipBatch batch, Path folder, String who)
            throws IOException {
        String id = clip.clip().id();
        String madeBy = who + " " + clip.features().header().madeBy();
        TaughtClip.Header header = new TaughtClip.Header(id, madeBy, sampler.variants(), numbers());
        Path file = folder.resolve(id.replaceAll("[^A-Za-z0-9-]", "_") + ".taught");
        Optional<TaughtClip> made = Optional.empty();
        try {
            made = TaughtClip.open(file, header);
        } catch (UncheckedIOException e) {
            LOG.warn("{}; computed anew", e.getMessage());
        }
        if (made.isEmpty()) {
            sampler.fillAll(clip, batch);
            TaughtClip.save(file, header, said(teacher, batch));
            made = TaughtClip.open(file, header);
        }
        clips.put(id, made.orElseThrow(() -> new IOException(file + ": changes while it is read")));
    }

    private int numbers() {
        return FEATURES * feature() + logits();
    }

    private int feature() {
        return views * spec.frames() * spec.width();
    }

    private int logits() {
        return spec.frames() * spec.classes();
    }

    private float[] said(FrozenTeacher teacher, ClipBatch batch) {
        try (NDManager scope = NDManager.newBaseManager()) {
            MultiViewNetwork.Result result = teacher.teach(batch, scope);
            List<NDArray> parts = List.of(
                    result.visual(),
                    result.audio(),
                    result.attended(),
                    result.fused(),
                    result.recognition().frames());
            float[] all = new float[batch.windows() * numbers()];
            int at = 0;
            for (NDArray part : parts) {
                float[] values = part.toFloatArray();
                int count = values.length / batch.windows();
                for (int window = 0; window < batch.windows(); window++) {
                    System.arraycopy(values, window * count, all, window * numbers() + at, count);
                }
                at += count;
            }
            return all;
        }
    }

    @Override
    public MultiViewNetwork.Result teach(ClipBatch batch, NDManager scope) {
        NDArray[] features = new NDArray[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            features[i] =
                    read(batch, scope, i * feature(), new Shape(batch.windows(), views, spec.frames(), spec.width()));
        }
        NDArray frames =
                read(batch, scope, FEATURES * feature(), new Shape(batch.windows(), spec.frames(), spec.classes()));
        Recognition recognition =
                new Recognition(frames, frames.expandDims(1), List.of(), Optional.empty(), Optional.empty());
        return new MultiViewNetwork.Result(features[0], features[1], features[2], features[3], recognition);
    }

    /** @param from first number of a window */
    private NDArray read(ClipBatch batch, NDManager scope, int from, Shape shape) {
        FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(shape.size()));
        int count = values.capacity() / batch.windows();
        for (ClipBatch.Window window : batch.contents()) {
            TaughtClip clip = clips.get(window.clip());
            if (clip == null) {
                throw new IllegalStateException(window.clip() + " was not taught");
            }
            clip.read(window.variant(), from, count, values);
        }
        return scope.create(values.flip(), shape);
    }

    @Override
    public boolean hears() {
        return false;
    }
}
