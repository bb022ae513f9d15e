package io.roomwise.inference.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * The student: pictures alone, what it would have heard is guessed from them. Each person of each view is a stream of its
 * own up to the fusion.
 *
 * <pre>
 *  crop ─ VisualEncoder ─ F^V ┬─ adapter ─ F^A ─ keys, values ┐
 *                             ├─ queries ──────────── cross-modal attention over time
 *                             └─ + ────────────────────────── F^attn
 *                                │ F^AV
 *                                TemporalEncoder ┬─ frame head per stream ─ fusion over people and present views
 *                                                └─ mean over what is present ─ sequence head
 * </pre>
 *
 * Owned by one thread; a serving thread switches autograd off first ({@code JniUtils.setGradMode(false)}). Results and
 * everything between belong to the manager of the first argument.
 */
public final class StudentNetwork implements Student {
    /** Hides a key or a view from a softmax or a maximum; finite, so that hiding all of them gives no NaN. */
    private static final double HIDDEN = -1e4;
    /** The logit of every class in a slot that no view covers: a score of 0.00005. */
    private static final float NOTHING = -10;
    /** Actions are rare: a fresh network begins with scores of 0.02. */
    private static final double RARE = -4;

    private final StudentSpec spec;
    private final Weights weights;
    private final NDManager constants = NDManager.newBaseManager();
    private final VisualEncoder encoder;
    private final NDArray nobody;
    private final Adapter adapter;
    private final Attention crossModal;
    private final TemporalEncoder temporal;
    private final Linear frameHead;
    private final Linear gate;
    private final Linear sequenceHead;
    private final NDArray positions;

    /** Logits [B, T, C] of the room, [B, N, P, T, C] of each person of each view, and [B, C] of the whole window. */
    public record Scores(NDArray frameLogits, NDArray personFrameLogits, NDArray sequenceLogits) {}

    private StudentNetwork(StudentSpec spec, long seed) {
        this.spec = spec;
        weights = new Weights(seed);
        int width = spec.width();
        encoder = new VisualEncoder(weights, spec.crops());
        nobody = weights.normal("nobody", 0.02, 1, width);
        adapter = new Adapter(weights, "adapter", width);
        crossModal = new Attention(weights, "cross_modal", Attention.Heads.of(width, spec.heads()), spec.dropout());
        temporal = new TemporalEncoder(weights, spec);
        frameHead = new Linear(weights, "frame_head", width, spec.classes(), RARE);
        gate = new Linear(weights, "view_gate", width, spec.classes());
        sequenceHead = new Linear(weights, "sequence_head", width, spec.classes());
        positions = constants.create(sinusoids(spec.frames(), width), new Shape(spec.frames(), width));
    }

    public static StudentNetwork create(StudentSpec spec, long seed) {
        return new StudentNetwork(spec, seed);
    }

    /** Begins with the weights of a network that differs by the size of its pictures at most. */
    public void begin(StudentNetwork other) {
        if (!other.spec.withPictureSize(spec.pictureSize()).equals(spec)) {
            throw new IllegalArgumentException("cannot be begun with " + other.spec + ": " + spec);
        }
        Map<String, Safetensors.Tensor> tensors = other.weights.tensors();
        tensors.computeIfPresent(
                VisualEncoder.OUT, (name, weight) -> VisualEncoder.stretch(weight, other.spec.crops(), spec.crops()));
        weights.set(tensors);
    }

    @Override
    public StudentSpec spec() {
        return spec;
    }

    @Override
    public Weights weights() {
        return weights;
    }

    @Override
    public CropEncoder encoder() {
        return encoder;
    }

    /**
     * @param features float32 [B, N, P, T, D], the newest slot last; T up to the spec's frames
     * @param present float32 [B, N, T], 1 where the view was live, else 0; what stands in other slots has no influence
     * @param visible float32 [B, N, P, T], 1 where the feature counts; elsewhere a learned token stands for "nobody here".
     *     A person who is nowhere visible has no influence, but for the first one of a view in which nobody is
     */
    public Scores recognize(NDArray features, NDArray present, NDArray visible, boolean training) {
        NDManager scope = features.getManager();
        Shape shape = features.getShape();
        long batch = shape.get(0);
        long views = shape.get(1);
        long persons = shape.get(2);
        long slots = shape.get(3);
        long streams = batch * views * persons;
        int width = spec.width();
        NDArray live = present.expandDims(2).mul(followed(visible)).reshape(streams, slots, 1);
        NDArray seen = visible.reshape(streams, slots, 1);
        NDArray token = live.sub(seen).maximum(live.zerosLike()).matMul(nobody);
        NDArray visual =
                features.reshape(streams, slots, width).mul(seen).mul(live).add(token);

        NDArray offset = Scalars.times(live.neg().add(1), HIDDEN).reshape(streams, 1, 1, slots);
        NDArray order =
                slots == spec.frames() ? positions : positions.get(scope, new NDIndex((spec.frames() - slots) + ":"));
        NDArray heard = adapter.forward(visual);
        NDArray attended = crossModal.forward(visual.add(order), heard.add(order), offset, training);
        NDArray fused = visual.add(attended).mul(live);
        NDArray encoded = temporal.forward(fused, order, offset, training);

        Shape streamed = new Shape(batch, views * persons, slots, spec.classes());
        NDArray logits = frameHead.forward(encoded).reshape(streamed);
        NDArray claims = gate.forward(encoded).reshape(streamed);
        NDArray mask = live.reshape(batch, views * persons, slots, 1);
        return new Scores(
                fuse(logits, claims, mask),
                logits.reshape(batch, views, persons, slots, spec.classes()),
                sequenceHead.forward(mean(encoded, live, batch)));
    }

    @Override
    public Logits serve(NDArray features, NDArray present, NDArray visible) {
        Scores scores = recognize(features, present, visible, false);
        return new Logits(scores.frameLogits(), scores.sequenceLogits());
    }

    @Override
    public boolean takesPeopleApart() {
        return true;
    }

    /**
     * Which streams count, [B, N, P, 1]: those in which somebody is visible at any time; of a view without any, the first,
     * which says that nobody is there. The others have no influence.
     */
    private static NDArray followed(NDArray visible) {
        NDArray anyTime = visible.max(new int[] {3}, true);
        NDArray anybody = anyTime.max(new int[] {2}, true);
        long persons = visible.getShape().get(2);
        NDArray rest = visible.getManager().zeros(new Shape(1, 1, persons - 1, 1));
        NDArray first = visible.getManager().ones(new Shape(1, 1, 1, 1));
        return anyTime.add(anybody.neg().add(1).mul(persons == 1 ? first : first.concat(rest, 2)));
    }

    /** Over all streams of a room; how much each one claims to see weighs where the fusion is gated. */
    private NDArray fuse(NDArray logits, NDArray claims, NDArray mask) {
        NDArray hidden = Scalars.times(mask.neg().add(1), HIDDEN);
        NDArray any = mask.max(new int[] {1});
        NDArray fused =
                switch (spec.fusion()) {
                    case MAX -> logits.add(hidden).max(new int[] {1});
                    case MEAN -> logits.mul(mask).sum(new int[] {1}).div(atLeastOne(mask.sum(new int[] {1})));
                    case GATED ->
                        claims.reshape(logits.getShape())
                                .add(hidden)
                                .softmax(1)
                                .mul(logits)
                                .sum(new int[] {1});
                };
        return fused.mul(any).add(Scalars.times(any.neg().add(1), NOTHING));
    }

    /** Mean over what is live, [B, D]. */
    private static NDArray mean(NDArray encoded, NDArray live, long batch) {
        int[] axes = {1};
        NDArray mask = live.reshape(batch, -1, 1);
        NDArray all = encoded.reshape(batch, -1, encoded.getShape().get(2));
        return all.mul(mask).sum(axes).div(atLeastOne(mask.sum(axes)));
    }

    private static NDArray atLeastOne(NDArray count) {
        return count.maximum(count.onesLike());
    }

    /** Rows count back from the newest slot, so that a shorter window keeps its meaning. */
    private static FloatBuffer sinusoids(int frames, int width) {
        FloatBuffer values = Weights.direct((long) frames * width);
        for (int row = 0; row < frames; row++) {
            int age = frames - 1 - row;
            for (int j = 0; j < width; j++) {
                values.put((float) Sinusoids.value(age, j, width));
            }
        }
        return values.flip();
    }

    @Override
    public void close() {
        constants.close();
        weights.close();
    }
}
