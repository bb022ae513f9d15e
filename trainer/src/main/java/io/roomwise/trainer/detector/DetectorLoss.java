package io.roomwise.trainer.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.roomwise.inference.model.Scalars;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one head. With wanted scores {@code t} of the assigner, logits {@code x} and generalised overlaps
 * {@code g}: {@code sum(softplus(x) - x t) / sum t} over all cells that are told something, and
 * {@code sum(t (1 - g)) / sum t}.
 */
final class DetectorLoss {
    private final Anchors anchors;
    private final TaskAlignedAssigner assigner;

    /** Scalars. */
    record Terms(NDArray score, NDArray box) {}

    DetectorLoss(Anchors anchors, int perPerson) {
        this.anchors = anchors;
        assigner = new TaskAlignedAssigner(anchors, perPerson);
    }

    /** @param outputs float32 [n, anchors, 5] */
    Terms of(NDArray outputs, DetectorBatch batch) {
        NDManager scope = outputs.getManager();
        int n = batch.size;
        int count = anchors.count;
        float[] values = outputs.stopGradient().toFloatArray();
        float[] wanted = new float[n * count];
        float[] told = new float[n * count];
        float[] distances = new float[n * count * 4];
        int[] person = new int[count];
        float[] score = new float[count];
        double total = 0;
        for (int i = 0; i < n; i++) {
            assigner.assign(values, i * count * DetectorNetwork.OUTPUTS, batch.persons[i], person, score);
            for (int a = 0; a < count; a++) {
                int at = i * count + a;
                wanted[at] = score[a];
                told[at] = person[a] < 0 && inside(a, batch.ignored[i]) ? 0 : 1;
                total += score[a];
                target(a, person[a] < 0 ? null : batch.persons[i][person[a]], distances, at * 4);
            }
        }
        NDArray t = scope.create(wanted, new Shape(n, count));
        NDArray logits = outputs.get(":, :, 0");
        NDArray entropy = Activation.softPlus(logits).sub(logits.mul(t)).mul(scope.create(told, new Shape(n, count)));
        NDArray overlap = generalisedOverlap(
                outputs.get(":, :, 1:")
                        .clip(Anchors.LEAST_LOG, Anchors.LARGEST_LOG)
                        .exp(),
                scope.create(distances, new Shape(n, count, 4)));
        double share = 1 / Math.max(1, total);
        return new Terms(
                Scalars.times(entropy.sum(), share),
                Scalars.times(t.mul(overlap.neg().add(1)).sum(), share));
    }

    private boolean inside(int a, float[][] boxes) {
        for (float[] box : boxes) {
            if (anchors.x[a] > box[0] && anchors.x[a] < box[2] && anchors.y[a] > box[1] && anchors.y[a] < box[3]) {
                return true;
            }
        }
        return false;
    }

    /** Distances in strides from the cell's centre; 1 where nobody is wanted, for a harmless overlap. */
    private void target(int a, float @Nullable [] box, float[] distances, int at) {
        float s = anchors.stride[a];
        distances[at] = box == null ? 1 : (anchors.x[a] - box[0]) / s;
        distances[at + 1] = box == null ? 1 : (anchors.y[a] - box[1]) / s;
        distances[at + 2] = box == null ? 1 : (box[2] - anchors.x[a]) / s;
        distances[at + 3] = box == null ? 1 : (box[3] - anchors.y[a]) / s;
    }

    /** Intersection over union minus the empty share of the smallest box around both; [n, anchors]. */
    static NDArray generalisedOverlap(NDArray p, NDArray q) {
        NDArray least = p.minimum(q);
        NDArray most = p.maximum(q);
        NDArray width = least.get(":, :, 0").add(least.get(":, :, 2"));
        NDArray height = least.get(":, :, 1").add(least.get(":, :, 3"));
        NDArray common = width.maximum(width.zerosLike()).mul(height.maximum(height.zerosLike()));
        NDArray union = area(p).add(area(q)).sub(common);
        NDArray hull = area(most);
        return common.div(union).sub(hull.sub(union).div(hull));
    }

    private static NDArray area(NDArray d) {
        return d.get(":, :, 0").add(d.get(":, :, 2")).mul(d.get(":, :, 1").add(d.get(":, :, 3")));
    }
}
